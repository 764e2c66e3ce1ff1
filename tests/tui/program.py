"""A program that prints and starts processes as a test tells it: the screen without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.sessions.session import OutputLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.replay import Replay


class ReplayProgram:
    """A `Program` (see `targets.session`) that does what it is told."""

    def __init__(self) -> None:
        self.command = "python app.py"
        self.pid: int | None = 4711
        self.exit_code: int | None = None
        self.ending = ""
        self.sessions: tuple[Replay, ...] = ()
        self.output: tuple[OutputLine, ...] = ()
        self.signals: list[int] = []
        self.size = (0, 0)
        """Columns and lines, as it was told."""
        self.parted = ""
        """How it was parted from: `left` or `stopped`."""
        self._callbacks: list[Callable[[], None]] = []

    def listen(self, callback: Callable[[], None]) -> None:
        """As a program does."""
        self._callbacks.append(callback)

    def signal(self, number: int) -> None:
        """Keep the signal."""
        self.signals.append(number)

    def resize(self, columns: int, rows: int) -> None:
        """Keep the size."""
        self.size = (columns, rows)

    def leave(self) -> None:
        """Note it."""
        self.parted = "left"

    def stop(self) -> None:
        """Note it, and end as SIGTERM does."""
        self.parted = "stopped"
        if self.exit_code is None:
            self.end(143, "killed by SIGTERM")

    # --- what a test tells it ----------------------------------------------------------------

    def start(self, *sessions: Replay) -> None:
        """Processes come."""
        self.sessions += sessions
        self.tell()

    def print(self, *lines: str, error: bool = False, keep: int = 10_000) -> None:
        """Lines are printed, of which so many are kept."""
        last = self.output[-1].number if self.output else 0
        fresh = [OutputLine(last + n, error, text) for n, text in enumerate(lines, 1)]
        self.output = (*self.output, *fresh)[-keep:]
        self.tell()

    def go_on(self, text: str) -> None:
        """The last line, which was not finished, is longer by now."""
        last = self.output[-1]
        line = OutputLine(last.number, last.error, last.text + text)
        self.output = (*self.output[:-1], line)
        self.tell()

    def end(self, code: int = 0, ending: str = "") -> None:
        """It ends."""
        self.ending = ending or f"exit code {code}"
        self.exit_code = code
        self.tell()

    def tell(self) -> None:
        """Something changed."""
        for callback in self._callbacks:
            callback()
