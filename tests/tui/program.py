"""A program without a process, whose output and processes a test controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.sessions.session import OutputLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.replay import Replay


class ReplayProgram:
    """A `Program` (see `sessions.session`) that a test controls."""

    def __init__(self) -> None:
        self.command = "python app.py"
        self.pid: int | None = 4711
        self.exit_code: int | None = None
        self.ending = ""
        self.sessions: tuple[Replay, ...] = ()
        self.output: tuple[OutputLine, ...] = ()
        self.signals: list[int] = []
        self.size = (0, 0)
        """The columns and lines of the last `resize()`."""
        self._callbacks: list[Callable[[], None]] = []

    def listen(self, callback: Callable[[], None]) -> None:
        """Register a callback, as a program does."""
        self._callbacks.append(callback)

    def signal(self, number: int) -> None:
        """Keep the signal."""
        self.signals.append(number)

    def resize(self, columns: int, rows: int) -> None:
        """Keep the size."""
        self.size = (columns, rows)

    def detach(self) -> None:
        """Do nothing: there is no process."""

    def stop(self) -> None:
        """End as a program does on SIGTERM."""
        if self.exit_code is None:
            self.end(143, "killed by SIGTERM")

    # --- what a test does --------------------------------------------------------------------

    def start(self, *sessions: Replay) -> None:
        """Add the sessions of processes."""
        self.sessions += sessions
        self._report_change()

    def print(self, *lines: str, error: bool = False, keep: int = 10_000) -> None:
        """Print lines, of which the last `keep` are kept."""
        last = self.output[-1].number if self.output else 0
        fresh = [OutputLine(last + n, error, text) for n, text in enumerate(lines, 1)]
        self.output = (*self.output, *fresh)[-keep:]
        self._report_change()

    def continue_line(self, text: str) -> None:
        """Append a text to the last line, which was not finished."""
        last = self.output[-1]
        line = OutputLine(last.number, last.error, last.text + text)
        self.output = (*self.output[:-1], line)
        self._report_change()

    def end(self, code: int = 0, ending: str = "") -> None:
        """End the program."""
        self.ending = ending or f"exit code {code}"
        self.exit_code = code
        self._report_change()

    def _report_change(self) -> None:
        """Call the callbacks."""
        for callback in self._callbacks:
            callback()
