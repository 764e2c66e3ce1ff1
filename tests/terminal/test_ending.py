"""The installed command in a real terminal: used, ended in every way, and nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal.conftest import LIVE
from tests.terminal.leftovers import assert_nothing_left, files_left

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server
    from tests.terminal.conftest import Open
    from tests.terminal.screen import Terminal


def test_a_shared_close_is_seen_and_sigterm_leaves_nothing(
    live_lab: Terminal, places: dict[str, Path]
) -> None:
    live_lab.press("s")
    live_lab.wait("Spawn clients")
    live_lab.press("4\r")
    live_lab.wait("● c4", "4 clients", "─ c1 ─")
    live_lab.press("x")
    live_lab.wait("Close c1?", "c2 … c4 (3 clients)")
    live_lab.press("y")
    live_lab.wait("c1.close() from the lab broke c2 … c4 (3)", "○ c1", "✗ c2", "✗ c4")
    live_lab.child.kill(signal.SIGTERM)
    assert live_lab.end() == 143
    assert_nothing_left(live_lab, places)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (None, 0)]
)
def test_other_ends_leave_nothing_either(
    open_terminal: Open, places: dict[str, Path], number: int | None, code: int, lite: Server
) -> None:
    with open_terminal(lite.uri) as terminal:
        terminal.wait(*LIVE)
        terminal.remember_processes()
        assert len(terminal.processes) == 1
        if number is None:
            terminal.press("q")
        else:
            terminal.child.kill(number)
        assert terminal.end() == code
        assert_nothing_left(terminal, places)


def test_a_terminal_that_is_closed_ends_everything(
    live_lab: Terminal, places: dict[str, Path]
) -> None:
    live_lab.hang_up()
    assert live_lab.child.wait() == 129
    assert live_lab.left_running() == []
    assert files_left(places) == []


def test_sigkill_leaves_no_process_and_no_socket(
    live_lab: Terminal, places: dict[str, Path]
) -> None:
    live_lab.child.kill(signal.SIGKILL)
    assert live_lab.end() == -signal.SIGKILL
    assert live_lab.left_running() == []
    assert files_left(places) == []


def test_a_signal_while_it_starts_leaves_nothing(
    open_terminal: Open, places: dict[str, Path]
) -> None:
    with open_terminal() as terminal:
        terminal.wait_for_news("starting")
        terminal.remember_processes()
        terminal.child.kill(signal.SIGTERM)
        assert terminal.end() == 143
        assert_nothing_left(terminal, places)


def test_a_server_that_is_not_there_is_one_line_on_a_restored_terminal(
    open_terminal: Open, places: dict[str, Path], unused_port: int
) -> None:
    uri = f"http://127.0.0.1:{unused_port}"
    with open_terminal("--timeout", "0.5", uri) as terminal:
        assert terminal.end() == 1
        assert_nothing_left(terminal, places)
        assert f"no Milvus server answers at {uri}" in terminal.text()


def test_a_wrong_password_is_asked_for_without_echo_and_never_shown(
    open_terminal: Open, places: dict[str, Path], standalone: Server
) -> None:
    with open_terminal("--user", "root", standalone.uri) as terminal:
        terminal.wait("Password of root")
        terminal.press("Secret-4711\r")
        assert terminal.end() == 1
        assert_nothing_left(terminal, places)
        assert "refuses the login root:" in terminal.text()
        assert b"Secret-4711" not in terminal.written


def test_a_password_from_the_environment_opens_a_server_and_reaches_no_command_line(
    open_terminal: Open, places: dict[str, Path], standalone: Server
) -> None:
    with open_terminal(
        "--user", "root", standalone.uri, MILVUS_PASSWORD=standalone.password
    ) as terminal:
        terminal.wait("Milvus 2.3.5")
        terminal.remember_processes()
        (target,) = terminal.processes
        assert standalone.password not in target.cmdline()
        assert "MILVUS_PASSWORD" not in target.environ()
        terminal.press("q")
        assert terminal.end() == 0


def test_the_dashboard_outlives_its_target(
    open_terminal: Open, places: dict[str, Path], lite: Server
) -> None:
    with open_terminal(lite.uri) as terminal:
        terminal.wait(*LIVE)
        terminal.remember_processes()
        os.kill(terminal.processes[0].pid, signal.SIGKILL)
        terminal.wait("killed by SIGKILL")
        terminal.press("q")
        assert terminal.end() == 0
        assert_nothing_left(terminal, places)


CRASHING = """
import sys
sys.argv = ["milvus-tui", sys.argv[1]]
from milvus_tui.tui.app import MilvusTui
from milvus_tui.cli.main import main
def crash(self):
    token = "root:Secret-4711"
    raise ValueError(f"no good: {token}")
MilvusTui.action_quit = crash
MilvusTui.on_mount = lambda self: self.set_timer(0.1, lambda: crash(self))
main()
"""


def test_a_crash_is_one_line_and_a_log_without_secrets(
    open_script: Open, places: dict[str, Path], lite: Server
) -> None:
    with open_script(CRASHING, lite.uri, MILVUS_TOKEN="root:Secret-4711") as terminal:
        assert terminal.end() == 3
        (log,) = (places["XDG_STATE_HOME"] / "milvus-tui").iterdir()
        assert f"milvus-tui crashed (ValueError): please report it, with {log}" in "".join(
            terminal.text().splitlines()
        )
        assert log.stat().st_mode & 0o777 == 0o600
        assert "raise ValueError" in log.read_text()
        assert "Secret-4711" not in log.read_text()
        assert b"Secret-4711" not in terminal.written
        log.unlink()
        log.parent.rmdir()
        assert_nothing_left(terminal, places)


HANGING = """
import sys, time
sys.argv = ["milvus-tui", sys.argv[1]]
from milvus_tui.tui.app import MilvusTui
from milvus_tui.cli.main import main
def sleep():
    # Not in one piece: a signal that comes right before a system call is handled when that returns.
    for _ in range(6000):
        time.sleep(0.1)
def hang():
    sys.__stderr__.write("\\x1b]0;hangs\\x07")
    sys.__stderr__.flush()
    for _ in range(SWALLOWED):
        try:
            sleep()
        except BaseException:
            pass  # as Python itself does in a finalizer
    sleep()
MilvusTui.on_mount = lambda self: self.set_timer(0.1, hang)
main()
"""


@pytest.mark.parametrize("swallowed", [0, 1])
def test_a_second_signal_ends_a_dashboard_that_hangs(
    open_script: Open, places: dict[str, Path], lite: Server, swallowed: int
) -> None:
    with open_script(HANGING.replace("SWALLOWED", str(swallowed)), lite.uri) as terminal:
        terminal.wait_until(lambda: terminal.screen.title == "hangs", "its title")
        terminal.remember_processes()
        terminal.child.kill(signal.SIGTERM)
        terminal.child.kill(signal.SIGINT)  # not a second SIGTERM: the two might become one
        assert terminal.end() in (130, 143)
        assert_nothing_left(terminal, places)


def test_standard_output_that_is_no_terminal_is_refused(lite: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "milvus_tui", lite.uri],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("milvus-tui: a terminal is needed")


@pytest.mark.parametrize("by", ["q", "SIGTERM", "SIGHUP"])
def test_all_targets_end_with_the_dashboard(
    open_terminal: Open, places: dict[str, Path], by: str
) -> None:
    with open_terminal() as terminal:
        terminal.wait(*LIVE)
        terminal.press("n")
        terminal.wait("Another process with its own pymilvus")
        terminal.press("installed\r")
        terminal.wait_until(lambda: terminal.text().count("▾ pymilvus 2.6.6") == 2, "two targets")
        terminal.press("m")
        terminal.wait("keys act on all targets")
        terminal.press("s")
        terminal.wait("Spawn clients")
        terminal.press("3\r")
        terminal.wait_until(lambda: terminal.text().count("● c3") == 2, "c3 in both")
        terminal.remember_processes()
        assert len(terminal.processes) == 3  # two targets and Milvus Lite
        if by == "q":
            terminal.press("q")
        else:
            terminal.child.kill(getattr(signal, by))
        assert terminal.end() == {"q": 0, "SIGTERM": 143, "SIGHUP": 129}[by]
        assert_nothing_left(terminal, places)
