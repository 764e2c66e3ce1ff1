"""What /proc says of other processes. Without /proc, as on macOS, everything is unknown."""

from __future__ import annotations

import os
import signal
from typing import List, NamedTuple, Optional

PROC = "/proc"

LONGEST = 200
"""Most characters of a command."""

_MULTIPROCESSING = "multiprocessing"

_WITH_VALUE = ("-W", "-X")
"""Options of Python whose value is the next argument."""


class Status(NamedTuple):
    """One line of `/proc/PID/stat`."""

    parent: int
    ended: bool
    """Whether the process has ended, and its parent has not asked how."""
    started: int
    """Clock ticks from the boot to the start: with the pid, it names one process for ever."""
    exit: str
    """How an ended process ended, such as `killed by SIGKILL`; empty if that is unknown."""


def is_readable() -> bool:
    """Whether this system has /proc."""
    return os.path.isdir(f"{PROC}/self/fd")


def pids() -> List[int]:
    """Return all processes; none without /proc."""
    try:
        return [int(name) for name in os.listdir(PROC) if name.isdigit()]
    except OSError:
        return []


def status(pid: int) -> Optional[Status]:
    """Return what is known of a process; None if there is no such process."""
    # The name in parentheses may contain spaces and parentheses.
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    if len(fields) < 20:
        return None
    ended = fields[0] in (b"Z", b"X")
    code = int(fields[49]) if len(fields) > 49 else 0
    return Status(int(fields[1]), ended, int(fields[19]), exit_words(code) if ended else "")


def exit_words(code: int) -> str:
    """Return how a process ended, by its wait status."""
    if os.WIFSIGNALED(code):
        number = os.WTERMSIG(code)
        try:
            return f"killed by {signal.Signals(number).name}"
        except ValueError:
            return f"killed by signal {number}"
    return f"exit code {os.WEXITSTATUS(code)}"


def arguments(pid: int) -> List[str]:
    """Return the command line of a process, empty if it cannot be read."""
    return [part.decode("utf-8", "replace") for part in _read(pid, "cmdline").split(b"\0") if part]


def command(pid: int) -> str:
    """Return the command of a process without its arguments, which may hold secrets."""
    given = arguments(pid)
    if not given:
        return ""
    name, *rest = given
    words = [os.path.basename(name)]
    if "python" in words[0]:
        words += _program(rest)
    return " ".join(words)[:LONGEST]


def _program(given: List[str]) -> List[str]:
    """Return what Python runs, by its arguments: `app.py`, `-m uvicorn`, `-c`."""
    if any(_MULTIPROCESSING in part for part in given[-2:]):
        return ["(a multiprocessing worker)"]
    while given and given[0].startswith("-"):
        if given[0] in ("-m", "-c"):
            return given[:2] if given[0] == "-m" else given[:1]
        given = given[2 if given[0] in _WITH_VALUE else 1 :]
    return [os.path.basename(given[0])] if given else []


def _read(pid: int, name: str) -> bytes:
    try:
        with open(f"{PROC}/{pid}/{name}", "rb") as file:
            return file.read(1 << 16)
    except OSError:
        return b""
