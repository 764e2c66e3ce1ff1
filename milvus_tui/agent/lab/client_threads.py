"""The threads in which the lab creates clients: the main thread, or a new one for each client."""

from __future__ import annotations

import queue
import threading
from typing import Callable, List, Optional, Tuple

CreateOne = Callable[[Optional[threading.Event]], int]
"""Creates one client and returns its id. Takes the event that ends the client's own thread, or
None in the main thread."""

Created = Tuple[List[int], Optional[BaseException]]
"""The ids of the clients that were created, and the first error if one could not be created."""


class MainThread:
    """Runs jobs in the target's main thread, one after the other."""

    def __init__(self) -> None:
        self._jobs: "queue.SimpleQueue[Optional[Callable[[], None]]]" = queue.SimpleQueue()

    def run(self) -> None:
        """Run jobs until `end()`. Call this in the main thread."""
        while True:
            job = self._jobs.get()
            if job is None:
                return
            job()

    def end(self) -> None:
        """Let `run()` return; safe in a signal handler."""
        self._jobs.put(None)

    def create(self, create_one: CreateOne, count: int) -> Created:
        """Create clients one after the other, until the first error. Waits for all of them."""
        created: List[int] = []
        errors: List[BaseException] = []
        done = threading.Event()

        def job() -> None:
            try:
                created.extend(create_one(None) for _ in range(count))
            except Exception as error:
                errors.append(error)
            finally:
                done.set()

        self._jobs.put(job)
        done.wait()
        return created, errors[0] if errors else None


class OwnThreads:
    """Creates each client in a new thread, which lives until the client is closed or dropped."""

    def __init__(self) -> None:
        self._threads = 0

    def create(self, create_one: CreateOne, count: int) -> Created:
        """Create clients at the same time, each in a new thread. Waits for all of them."""
        created: List[int] = []
        errors: List[BaseException] = []
        done = threading.Semaphore(0)

        def run(end: threading.Event) -> None:
            try:
                created.append(create_one(end))
            except Exception as error:
                errors.append(error)
                return
            finally:
                done.release()
            end.wait()

        for _ in range(count):
            self._threads += 1
            name = f"thread-{self._threads}"
            threading.Thread(target=run, args=(threading.Event(),), name=name, daemon=True).start()
        for _ in range(count):
            done.acquire()
        return created, errors[0] if errors else None
