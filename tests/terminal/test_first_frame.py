"""The first frame in a real terminal, and how Textual takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.tui.textual_driver import ALTERNATE

if TYPE_CHECKING:
    from tests.servers import Server
    from tests.terminal.conftest import Open


def test_keys_pressed_before_textual_is_there_are_kept(open_terminal: Open, lite: Server) -> None:
    with open_terminal(lite.uri) as terminal:
        terminal.wait_for_news("starting the target …")
        terminal.press("?")
        terminal.wait("Start one or more threads that use the selected")
        # A second time would clear what is shown.
        assert terminal.written.count(ALTERNATE.encode()) == 1
        terminal.press("q")
        terminal.wait_until(lambda: "Start one or more threads" not in terminal.text())
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.modes_now() == terminal.modes
