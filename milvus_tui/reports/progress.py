"""What is going on, on standard error: one line that changes, or a line for each result."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING

from milvus_tui.reports.result_words import observed

if TYPE_CHECKING:
    from milvus_tui.scenarios.runner import Job
    from milvus_tui.scenarios.scenario import Result

CLEAR = "\r\x1b[K"


class Progress:
    """Tells of jobs. Any thread may call `tell()`.

    Args:
        total: how many jobs there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._lock = threading.Lock()
        self._installing: set[str] = set()
        self._changing = sys.stderr.isatty()

    def close(self) -> None:
        """Clear the line."""
        if self._changing:
            self._write(CLEAR)

    def tell(self, job: Job, news: str | Result) -> None:
        """Of a stage that a job is in, or of its result."""
        with self._lock:
            name = f"{job.scenario.number} {job.scenario.name}"
            if isinstance(news, str):
                text = f"{self._counter()} {job.release}  {news}"
            else:
                self._done += 1
                text = f"{self._counter()} {news.release}  {name}: {observed(job.scenario, news)}"
            if self._changing:
                self._write(f"{CLEAR}{text[:79]}")
            elif not isinstance(news, str) or self._is_new(news):
                self._write(f"{text}\n")

    def _is_new(self, stage: str) -> bool:
        """Of what takes long, said once: several jobs may wait for the same release."""
        new = stage.startswith("installing") and stage not in self._installing
        self._installing.add(stage)
        return new

    def _counter(self) -> str:
        return f"[{self._done}/{self._total}]"

    @staticmethod
    def _write(text: str) -> None:
        with contextlib.suppress(OSError):  # nobody may be reading
            sys.stderr.write(text)
            sys.stderr.flush()
