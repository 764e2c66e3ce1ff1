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
        run.ask("make watched")
        with open_terminal("attach", str(run.pid)) as terminal:
            terminal.wait(f"pid {run.pid}", "c1", "c3")
            run.ask("close 0")
            terminal.wait("c1.close() from program.py", "✗ c2", "✗ c3")
            terminal.press("d")
            terminal.wait_for_news("only a lab's")
            if end is None:
                terminal.press("q")
            else:
                terminal.child.kill(end)
            terminal.end()
        run.ask("make watched")
        assert run.ask("list 1") == "[]", "a new client gave it a connection again"


def test_attach_without_a_target_is_one_line(open_terminal: Open) -> None:
    with open_terminal("attach") as terminal:
        assert terminal.end() == 2
        assert "none of your processes has an agent" in terminal.written.decode()


def test_one_of_several_is_chosen_from_a_list(lite: Server, open_terminal: Open) -> None:
    with program(lite.uri) as one, program(lite.uri) as two:
        for each in (one, two):
            each.ask("make watched")
        first, second = sorted((one.pid, two.pid))
        with open_terminal("attach") as terminal:
            terminal.wait("Watch a process", f"❯  {first}", str(second))
            terminal.press("j\r")
            terminal.wait(f"pid {second}", "c1", "c3")
            terminal.press("n")
            terminal.wait("Watch a process", f"❯  {first}")
            terminal.press("\r")
            terminal.wait(f"▾ {first} python program.py", f"▾ {second} python program.py")
            terminal.press("q")
            assert terminal.end() == 0
            assert terminal.modes_now() == terminal.modes
        assert one.ask("list 0") == two.ask("list 0") == "[]"


def test_the_list_can_be_left(lite: Server, open_terminal: Open) -> None:
    with program(lite.uri), program(lite.uri), open_terminal("attach") as terminal:
        terminal.wait("Watch a process")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.modes_now() == terminal.modes
