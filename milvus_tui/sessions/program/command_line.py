"""A command line that is to be run: whether it can be, and what it is called."""

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
"""The exit codes that a shell gives."""

RUNNERS = ("python", "pypy", "sh", "bash", "zsh", "dash")
"""What runs a script that says more than they do."""

WITH_VALUE = ("-W", "-X", "-o", "-O", "--rcfile", "--init-file")
"""Options of theirs that are followed by a value."""


class CommandError(Exception):
    """Why a command cannot be run, in one line.

    Attributes:
        code: the exit code that a shell would give.
    """

    def __init__(self, line: str, code: int) -> None:
        super().__init__(line)
        self.code = code


def check(command: Sequence[str]) -> None:
    """Refuse what a shell would not find, before anything is started.

    Raises:
        CommandError: it is not there, or not executable.
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


def failed(command: Sequence[str], error: OSError) -> CommandError:
    """What to say of a command that could not be started after all."""
    code = NOT_FOUND if error.errno == errno.ENOENT else NOT_EXECUTABLE
    return CommandError(f"{command[0]}: {error.strerror}", code)


def describe(error: OSError) -> str:
    """Why a file or a socket of ours cannot be made, in one line."""
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def exit_code(status: int) -> int:
    """What a shell gives for a `subprocess` return code: 128 + N for a signal N."""
    return 128 - status if status < 0 else status


def title(command: Sequence[str]) -> str:
    """What a person calls it: `python app.py`, `python -m package`, `uvicorn`.

    Arguments are left out, since they may hold secrets.
    """
    name = Path(command[0]).name
    if not name.startswith(RUNNERS):
        return name
    before = ""
    for word in command[1:]:
        if word == "-c":
            return f"{name} -c"
        if before == "-m":
            return f"{name} -m {word}"
        if not word.startswith("-") and before not in WITH_VALUE:
            return f"{name} {Path(word).name}"
        before = word
    return name


def ending(status: int) -> str:
    """How a command ended, by its `subprocess` return code: `exit code 3`, `killed by SIGKILL`."""
    if status >= 0:
        return f"exit code {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
