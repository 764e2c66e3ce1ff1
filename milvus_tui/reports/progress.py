"""The progress of `demo` on standard error: one changing line, or a line for each result."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING

from milvus_tui.reports.result_words import observed

if TYPE_CHECKING:
    from milvus_tui.scenarios.scenario import Result
    from milvus_tui.scenarios.scenario_runner import Job

CLEAR = "\r\x1b[K"


class Progress:
    """Prints the status and the results of jobs. Any thread may call `report()`.

    Args:
        total: how many jobs there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._lock = threading.Lock()
        self._installing: set[str] = set()
        self._is_terminal = sys.stderr.isatty()

    def close(self) -> None:
        """Clear the changing line."""
        if self._is_terminal:
            self._write(CLEAR)

    def report(self, job: Job, update: str | Result) -> None:
        """Print a job's status, or its result."""
        with self._lock:
            name = f"{job.scenario.number} {job.scenario.name}"
            if isinstance(update, str):
                text = f"{self._counter()} {job.release}  {update}"
            else:
                self._done += 1
                text = (
                    f"{self._counter()} {update.release}  {name}: {observed(job.scenario, update)}"
                )
            if self._is_terminal:
                self._write(f"{CLEAR}{text[:79]}")
            elif not isinstance(update, str) or self._is_new_installation(update):
                self._write(f"{text}\n")

    def _is_new_installation(self, status: str) -> bool:
        """Whether a status is an installation that was not printed yet.

        An installation takes long, and several jobs may wait for the same release.
        """
        new = status.startswith("installing") and status not in self._installing
        self._installing.add(status)
        return new

    def _counter(self) -> str:
        return f"[{self._done}/{self._total}]"

    @staticmethod
    def _write(text: str) -> None:
        with contextlib.suppress(OSError):  # standard error may be closed
            sys.stderr.write(text)
            sys.stderr.flush()
