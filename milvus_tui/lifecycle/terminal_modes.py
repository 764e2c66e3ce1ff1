"""Leaves the terminal as it was before the dashboard, and writes lines to it."""

from __future__ import annotations

import os
import termios
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Keyboard protocol, paste, focus and mouse reports, cursor, alternate screen, in this order.
RESET = (
    "\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1000l\x1b[?2048l"
    "\x1b[?25h\x1b[?1049l\x1b[0m"
)


@contextmanager
def restored() -> Iterator[None]:
    """Restore the terminal's modes at the end; after an exception, its screen and cursor too."""
    try:
        before = termios.tcgetattr(0)
    except termios.error:
        before = None  # standard input is no terminal, as in a test
    try:
        yield
    except BaseException:
        if before is not None:
            _write(RESET)
        raise
    finally:
        if before is not None:
            try:
                termios.tcsetattr(0, termios.TCSANOW, before)
            except termios.error:
                pass  # the terminal was closed


def write_line(line: str) -> None:
    """Write a line to standard error; a terminal that was closed is no error."""
    _write(line + "\n")


def _write(text: str) -> None:
    try:
        os.write(2, text.encode())
    except OSError:
        pass  # the terminal was closed
