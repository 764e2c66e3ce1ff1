"""What a program in a terminal leaves behind: processes, files, modes of the terminal."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from tests.terminal.screen import SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal.screen import Terminal


def files_left(places: dict[str, Path]) -> list[str]:
    """Files and directories that stay in the program's places.

    A process that outlives the dashboard, such as a program's supervisor, removes its files at its
    own end: this waits for that.
    """
    end, never = time.monotonic() + SECONDS, threading.Event()
    while found := sorted(str(path) for folder in places.values() for path in folder.iterdir()):
        if time.monotonic() > end:
            break
        never.wait(0.05)
    return found


def assert_nothing_left(terminal: Terminal, places: dict[str, Path]) -> None:
    """No process and no file is left, and the terminal is as it was."""
    assert terminal.left_running() == []
    assert files_left(places) == []
    assert terminal.modes_now() == terminal.modes
    assert not terminal.alternate_screen
    assert terminal.cursor_shown
    assert not terminal.mouse_reports
    assert "Traceback" not in terminal.written.decode(errors="replace")
