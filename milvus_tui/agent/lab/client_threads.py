"""Where the lab makes clients: in the target's main thread, or each in a thread of its own."""

from __future__ import annotations

import queue
import threading
from typing import Callable, List, Optional, Tuple

Make = Callable[[Optional[threading.Event]], int]
"""Makes one client and gives its id. Takes the event that lets its own thread end, if any."""

Made = Tuple[List[int], Optional[BaseException]]
"""The ids of the clients that came to be, and the first error if one did not."""


class MainThread:
    """Runs what is to happen in the main thread, one job after the other."""

    def __init__(self) -> None:
        self._jobs: "queue.SimpleQueue[Optional[Callable[[], None]]]" = queue.SimpleQueue()

    def run(self) -> None:
        """Work off jobs until `end()`. To be called in the main thread."""
        while True:
            job = self._jobs.get()
            if job is None:
                return
            job()

    def end(self) -> None:
        """Let `run()` return; safe in a signal handler."""
        self._jobs.put(None)

    def make(self, make: Make, count: int) -> Made:
        """Make clients one after the other, up to the first that cannot be made."""
        made: List[int] = []
        errors: List[BaseException] = []
        done = threading.Event()

        def job() -> None:
            try:
                made.extend(make(None) for _ in range(count))
            except Exception as error:
                errors.append(error)
            finally:
                done.set()

        self._jobs.put(job)
        done.wait()
        return made, errors[0] if errors else None


class OwnThreads:
    """Gives each client a thread that makes it, and lives until the client is let go."""

    def __init__(self) -> None:
        self._threads = 0

    def make(self, make: Make, count: int) -> Made:
        """Make clients at once, each in a new thread; waits for all of them."""
        made: List[int] = []
        errors: List[BaseException] = []
        done = threading.Semaphore(0)

        def live(release: threading.Event) -> None:
            try:
                made.append(make(release))
            except Exception as error:
                errors.append(error)
                return
            finally:
                done.release()
            release.wait()

        for _ in range(count):
            self._threads += 1
            name = f"thread-{self._threads}"
            threading.Thread(target=live, args=(threading.Event(),), name=name, daemon=True).start()
        for _ in range(count):
            done.acquire()
        return made, errors[0] if errors else None
