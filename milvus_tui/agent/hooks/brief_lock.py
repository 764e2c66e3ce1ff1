"""A lock for the program's threads: nobody waits for it for longer than some milliseconds.

A signal handler of the program, or a fork, may come at any moment, and run for as long as it likes:
also while the lock is held. So no thread waits for itself, and no thread waits for ever. Whoever
does not get the lock goes on without it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from milvus_tui.agent.real_modules import threading

SECONDS = 0.02
"""Most seconds that a thread waits. What is done under the lock takes well below a millisecond."""


class BriefLock:
    """Keeps threads from doing something at the same time, as far as that takes no long wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        """Number of the thread that has the lock; 0 for none."""
        self.refused = 0
        """How often a thread did not get the lock."""

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock, if it is free in time. Yields whether it is held."""
        lock = self.acquire()
        try:
            yield lock is not None
        finally:
            self.release(lock)

    def acquire(self) -> "threading.Lock | None":
        """Return what `release()` takes; None if the lock was not free in time."""
        lock, here = self._lock, threading.get_ident()
        if self._owner != here and lock.acquire(timeout=SECONDS):
            self._owner = here
            return lock
        self.refused += 1
        if self._owner != here:
            # Its holder stands still, or has gone without a release(): others need not wait.
            self._lock = threading.Lock()
        return None

    def release(self, lock: "threading.Lock | None") -> None:
        """Give back what `acquire()` returned."""
        if lock is not None:
            self._owner = 0
            lock.release()
