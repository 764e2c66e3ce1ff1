"""`milvus-tui attach` in a real terminal: a running program is watched, and goes on."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.attach.test_attach import program

if TYPE_CHECKING:
    from tests.servers import Server
    from tests.terminal.conftest import Open


@pytest.mark.parametrize("end", [None, signal.SIGTERM, signal.SIGKILL])
def test_a_program_is_watched_and_left(
    lite: Server, open_terminal: Open, end: signal.Signals | None
) -> None:
    with program(lite.uri) as run:
        run.told("make watched")
        with open_terminal("attach", str(run.pid)) as terminal:
            terminal.wait(f"pid {run.pid}", "c1", "c3")
            run.told("close 0")
            terminal.wait("c1.close() from program.py", "✗ c2", "✗ c3")
            terminal.press("d")
            terminal.wait("only a lab's")
            if end is None:
                terminal.press("q")
            else:
                terminal.child.kill(end)
            terminal.end()
        run.told("make watched")
        assert run.told("list 1") == "[]", "a new client gave it a connection again"


def test_attach_without_a_target_is_one_line(open_terminal: Open) -> None:
    with open_terminal("attach") as terminal:
        assert terminal.end() == 2
        assert "no process of yours has an agent" in terminal.written.decode()
