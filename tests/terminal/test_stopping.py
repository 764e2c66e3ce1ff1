"""A dashboard that a shell lets go on after SIGTSTP, or after SIGSTOP, of which nobody tells."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from milvus_tui.tui import textual_driver
from tests.terminal.screen import COMMAND, SECONDS, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

SHELL = Path("/bin/bash")

ALTERNATE = textual_driver.ALTERNATE.encode()


@pytest.fixture
def shell(places: dict[str, Path]) -> Iterator[Terminal]:
    """A shell with job control, and nothing of its user's."""
    environment = {name: str(path) for name, path in places.items()}
    terminal = Terminal(("--norc", "--noprofile", "-i"), {**environment, "PS1": "ready> "}, SHELL)
    try:
        terminal.wait("ready>")
        yield terminal
    finally:
        terminal.close()


def dashboard(terminal: Terminal) -> psutil.Process:
    """The shell's only child."""
    (found,) = psutil.Process(terminal.child.pid).children()
    return found


def until(process: psutil.Process, status: str) -> None:
    """Wait until the kernel says that of a process."""
    end, never = time.monotonic() + SECONDS, threading.Event()
    while process.status() != status:
        assert time.monotonic() < end, f"it is {process.status()}, not {status}"
        never.wait(0.02)


def come_back(terminal: Terminal) -> None:
    """Have the dashboard go on, and wait until it is drawn anew."""
    before = terminal.written.count(ALTERNATE)
    terminal.press("fg\r")
    terminal.wait_until(
        lambda: terminal.written.count(ALTERNATE) > before and "No client yet" in terminal.text(),
        "the dashboard",
    )


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_it_comes_back_with_the_shells_fg(shell: Terminal, number: int, lite: Server) -> None:
    shell.press("stty -g >$TMPDIR/before\r")
    shell.press(f"{COMMAND} {lite.uri}\r")
    shell.wait("pymilvus 2.6.6", "Milvus Lite 3")
    process = dashboard(shell)
    os.kill(process.pid, number)
    shell.wait_for_news("Stopped")
    until(process, psutil.STATUS_STOPPED)
    come_back(shell)
    shell.press("?")
    shell.wait("Keys", "Esc closes")
    shell.press("q")
    shell.wait_until(lambda: "Esc closes" not in shell.text())
    shell.press("q")
    shell.wait_until(lambda: not shell.alternate_screen, "the shell's screen")
    shell.press("stty -g | cmp - $TMPDIR/before && rm $TMPDIR/before && echo as it $(echo was)\r")
    shell.wait("as it was")
    assert shell.cursor_shown
    assert not shell.mouse_reports


def test_it_does_not_write_from_the_background(shell: Terminal, lite: Server) -> None:
    shell.press(f"{COMMAND} {lite.uri}\r")
    shell.wait("pymilvus 2.6.6", "Milvus Lite 3")
    process = dashboard(shell)
    os.kill(process.pid, signal.SIGSTOP)
    shell.wait_for_news("Stopped")
    shell.press("bg; wait; echo nobody $(echo waits)\r")
    shell.wait("nobody waits")
    until(process, psutil.STATUS_STOPPED)
    come_back(shell)
    shell.press("q")
    shell.wait_until(lambda: not shell.alternate_screen, "the shell's screen")
    psutil.wait_procs([process], SECONDS)
    assert not process.is_running()
