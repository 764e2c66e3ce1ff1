"""`milvus-tui run` in a real terminal: a program is seen, signalled, detached, and never harmed."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.leftovers import assert_nothing_left, files_left
from tests.terminal.screen import COMMAND
from tests.terminal.service_orders import has_ended, pid_of

if TYPE_CHECKING:
    from tests.terminal.conftest import Open
    from tests.terminal.screen import Terminal
    from tests.terminal.service_orders import Service, WatchedService


def last_line(terminal: Terminal) -> str:
    """The last line, which may take two rows of the screen."""
    return "".join(terminal.text().splitlines()[-2:])


def test_a_program_is_seen_and_its_exit_code_is_ours(
    open_terminal: Open, places: dict[str, Path], service: Service, tmp_path: Path
) -> None:
    kept = tmp_path / "output.log"
    with open_terminal("run", "--output", str(kept), "--", *service.command) as terminal:
        terminal.wait("service.py is running", "has not imported pymilvus yet")
        pid = pid_of(terminal)
        terminal.remember_processes()
        service.open()
        assert service.ask("make") == "done"
        terminal.wait(f"pid {pid}", "c1", "c3")
        assert service.ask("close 0") == "done"
        terminal.wait("✗ c2", "✗ c3", "○ c1")
        assert service.ask("list 1") == "ConnectionNotExistException"
        service.ask("warn something is wrong")
        terminal.wait("┃ something is wrong")
        service.ask("print \x1b[31mred\x1b]0;a title\x07 and plain")
        terminal.wait("red and plain")
        assert "a title" not in terminal.screen.title
        service.order("exit 3")
        terminal.wait("service.py ended: exit code 3", "✗ c2")
        terminal.press("q")
        assert terminal.end() == 3
        assert_nothing_left(terminal, places)
        assert "exit code 3; " in last_line(terminal)
        assert "1 error" in last_line(terminal)
    lines = kept.read_text().splitlines()
    assert lines[0] == f"service {pid} is ready"
    assert "something is wrong" in lines


@pytest.mark.parametrize(
    ("number", "handled", "code"),
    [
        (signal.SIGTERM, False, 143),
        (signal.SIGTERM, True, 9),
        (signal.SIGINT, True, 9),
        (signal.SIGHUP, True, 9),
        (signal.SIGHUP, False, 129),
    ],
)
def test_signals_are_the_programs(
    watched: WatchedService,
    places: dict[str, Path],
    number: signal.Signals,
    handled: bool,
    code: int,
) -> None:
    terminal, service, pid = watched.terminal, watched.service, watched.pid
    service.ask("make")
    if handled:
        service.ask(f"handle {number.name}")
    terminal.wait("c3")
    terminal.remember_processes()
    terminal.child.kill(number)
    assert terminal.end() == code
    assert has_ended(pid)
    assert_nothing_left(terminal, places)
    how = "exit code 9" if handled else f"killed by {number.name}"
    assert f"service.py: {how}; " in last_line(terminal)


def test_a_second_signal_ends_a_program_that_ignores_the_first(
    watched: WatchedService, places: dict[str, Path]
) -> None:
    terminal, service, pid = watched.terminal, watched.service, watched.pid
    service.ask("ignore SIGTERM")
    terminal.remember_processes()
    terminal.child.kill(signal.SIGTERM)
    terminal.wait("SIGTERM was sent to python", "waiting for its end")
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == 137
    assert has_ended(pid)
    assert_nothing_left(terminal, places)
    assert "waiting for python" in terminal.text()
    assert "service.py: killed by SIGKILL; " in last_line(terminal)


CRASHING = """
import sys
sys.argv = ["milvus-tui", "run", *sys.argv[1:]]
from milvus_tui.tui.app import MilvusTui
from milvus_tui.cli.main import main
def crash(self):
    raise ValueError("no good")
MilvusTui.on_mount = lambda self: self.set_timer(1.0, lambda: crash(self))
main()
"""


def test_the_program_does_not_suffer_from_a_crash_of_the_dashboard(
    open_script: Open, service: Service
) -> None:
    with open_script(CRASHING, *service.command) as terminal:
        assert terminal.end() == 3
        shown = " ".join(terminal.text().splitlines())
        assert "service.py: still running (pid" in shown
        assert "milvus-tui crashed (ValueError): please report it" in shown
        assert terminal.modes_now() == terminal.modes
    service.open()
    assert service.ask("print still here") == "done"


def test_ctrl_c_goes_to_the_program_and_the_dashboard_stays(
    watched: WatchedService, places: dict[str, Path]
) -> None:
    terminal, service = watched.terminal, watched.service
    service.ask("handle SIGINT")
    terminal.press("\x03")
    terminal.wait("tidied up after SIGINT", "ended: exit code 9")
    terminal.press("q")
    assert terminal.end() == 9
    assert_nothing_left(terminal, places)


def test_quitting_can_end_it(watched: WatchedService, places: dict[str, Path]) -> None:
    terminal, pid = watched.terminal, watched.pid
    terminal.remember_processes()
    terminal.press("q")
    terminal.wait("The program still runs")
    terminal.press("e")
    assert terminal.end() == 143
    assert has_ended(pid)
    assert_nothing_left(terminal, places)


def test_quitting_can_leave_it_to_be_watched_again(
    watched: WatchedService, open_terminal: Open, places: dict[str, Path]
) -> None:
    terminal, service, pid = watched.terminal, watched.service, watched.pid
    watched.create_clients()
    terminal.press("q")
    terminal.wait("The program still runs")
    terminal.press("l")
    assert terminal.end() == 0
    last = f"still running (pid {pid}). To watch it again: milvus-tui attach {pid}"
    assert last in " ".join(terminal.text().splitlines())
    assert terminal.modes_now() == terminal.modes
    assert service.ask("close 0") == "done"
    service.ask("print to nobody")
    with open_terminal("attach", str(pid)) as terminal:
        terminal.wait("✗ c2", "✗ c3", "○ c1")
        service.close()
        terminal.wait(f"process {pid} has ended")
        terminal.press("q")
        terminal.end()
    assert has_ended(pid)
    assert files_left(places) == []


def test_the_program_survives_the_dashboard(
    watched: WatchedService, places: dict[str, Path]
) -> None:
    terminal, service, pid = watched.terminal, watched.service, watched.pid
    watched.create_clients()
    terminal.child.kill(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert service.ask("list 1") == "[]"
    assert service.ask("print to nobody") == "done"
    service.close()
    assert has_ended(pid)
    assert files_left(places) == []


def test_a_terminal_that_is_closed_hangs_the_program_up(
    watched: WatchedService, places: dict[str, Path]
) -> None:
    terminal, pid = watched.terminal, watched.pid
    terminal.remember_processes()
    terminal.hang_up()
    assert terminal.child.wait() == 129
    assert has_ended(pid)
    assert terminal.left_running() == []
    assert files_left(places) == []


def test_a_program_that_ignores_hang_ups_survives_the_terminal(
    watched: WatchedService, places: dict[str, Path]
) -> None:
    terminal, service, pid = watched.terminal, watched.service, watched.pid
    service.ask("ignore SIGHUP")
    terminal.hang_up()
    assert terminal.child.wait() == 129
    assert service.ask("print to nobody") == "done"
    service.close()
    assert has_ended(pid)
    assert files_left(places) == []


def test_standard_input_that_is_no_terminal_is_the_programs(
    open_terminal: Open, places: dict[str, Path], tmp_path: Path
) -> None:
    text = tmp_path / "input.txt"
    text.write_text("from a file\n")
    read = f"{sys.executable} -c 'print(input().upper())'"
    line = f"{shlex.quote(str(COMMAND))} run {read} < {shlex.quote(str(text))}"
    with open_terminal("-c", line, command=Path("/bin/sh")) as terminal:
        terminal.wait("FROM A FILE", "ended: exit code 0")
        terminal.press("?")
        terminal.wait("Send SIGINT to the program")
        terminal.press("q")
        terminal.wait_until(lambda: "Send SIGINT" not in terminal.text(), "the help gone")
        terminal.press("q")
        assert terminal.end() == 0
        assert_nothing_left(terminal, places)


def test_it_can_end_with_the_program(open_terminal: Open, places: dict[str, Path]) -> None:
    with open_terminal("run", "--exit", "sh", "-c", "echo hello; exit 5") as terminal:
        assert terminal.end() == 5
        assert_nothing_left(terminal, places)
        assert "sh -c: exit code 5; nothing was watched" in terminal.text()


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (("no-such-program",), 127, "milvus-tui: no-such-program: command not found"),
        (("/etc",), 126, "milvus-tui: /etc: is a directory"),
        ((), 2, "Missing argument '[--] COMMAND...'"),
        (("--output", "/no/such/folder/file", "true"), 1, "/no/such/folder/file: No such file"),
    ],
)
def test_what_cannot_be_run_is_one_line(
    open_terminal: Open, places: dict[str, Path], command: tuple[str, ...], code: int, says: str
) -> None:
    with open_terminal("run", *command) as terminal:
        assert terminal.end() == code
        assert says in terminal.text()
        assert_nothing_left(terminal, places)


def test_without_a_terminal_check_is_named() -> None:
    done = subprocess.run(
        [str(COMMAND), "run", "true"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("milvus-tui: a terminal is needed: standard output is not one")
    assert "milvus-tui check" in done.stderr


HANGS = """
import socket, sys
from pymilvus import MilvusClient

# The traceback of its own would be in the panel of its output.
sys.excepthook = lambda *_: None
with socket.create_server(("127.0.0.1", 0)) as silent:
    MilvusClient(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=60)
"""


def test_a_first_connect_that_hangs_is_seen(
    open_terminal: Open, places: dict[str, Path], tmp_path: Path
) -> None:
    script = tmp_path / "hangs.py"
    script.write_text(HANGS)
    with open_terminal("run", "--", sys.executable, str(script)) as terminal:
        terminal.wait("connecting to 127.0.0.1:", "MilvusClient() at hangs.py:8")
        terminal.remember_processes()
        terminal.wait("✗ 1 finding")
        terminal.press("\x03")
        terminal.wait("hangs.py ended", "given up to 127.0.0.1:")
        terminal.press("q")
        terminal.end()
        assert_nothing_left(terminal, places)
