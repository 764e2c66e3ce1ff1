"""Checks and describes a command line that is to be run."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""The exit codes that a shell gives for a command that it cannot run."""

INTERPRETERS = ("python", "pypy", "sh", "bash", "zsh", "dash")
"""Commands whose script names the program better than they do."""

OPTIONS_WITH_VALUE = ("-W", "-X", "-o", "-O", "--rcfile", "--init-file")
"""Options of interpreters that a value follows."""


class CommandError(Exception):
    """Why a command cannot be run, in one line.

    Attributes:
        code: the exit code that a shell would give.
    """

    def __init__(self, line: str, code: int) -> None:
        super().__init__(line)
        self.code = code


def check(command: Sequence[str]) -> None:
    """Check that a shell would find the command, before anything is started.

    Raises:
        CommandError: the command does not exist, or is not executable.
    """
    name = command[0]
    if shutil.which(name) is not None:
        return
    if os.sep not in name:
        raise CommandError(f"{name}: command not found", NOT_FOUND)
    path = Path(name)
    if not path.exists():
        raise CommandError(f"{name}: no such file", NOT_FOUND)
    what = "is a directory" if path.is_dir() else "is not executable"
    raise CommandError(f"{name}: {what}", NOT_EXECUTABLE)


def start_error(command: Sequence[str], error: OSError) -> CommandError:
    """The error to report for a command that passed `check()` and could not be started."""
    code = NOT_FOUND if error.errno == errno.ENOENT else NOT_EXECUTABLE
    return CommandError(f"{command[0]}: {error.strerror}", code)


def describe_os_error(error: OSError) -> str:
    """Why the dashboard cannot create a file or a socket, in one line."""
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def exit_code(status: int) -> int:
    """The exit code that a shell gives for a `subprocess` return code: 128 + N for a signal N."""
    return 128 - status if status < 0 else status


def title(command: Sequence[str]) -> str:
    """A short name of a command: `python app.py`, `python -m package`, `uvicorn`.

    It has no arguments, since they may hold secrets.
    """
    name = Path(command[0]).name
    if not name.startswith(INTERPRETERS):
        return name
    previous = ""
    for word in command[1:]:
        if word == "-c":
            return f"{name} -c"
        if previous == "-m":
            return f"{name} -m {word}"
        if not word.startswith("-") and previous not in OPTIONS_WITH_VALUE:
            return f"{name} {Path(word).name}"
        previous = word
    return name


def describe_exit(status: int) -> str:
    """How a command ended, by its `subprocess` return code: `exit code 3`, `killed by SIGKILL`."""
    if status >= 0:
        return f"exit code {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
