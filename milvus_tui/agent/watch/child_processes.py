"""Processes that a watched process starts by a fork: what they are, and when they end.

A worker process of multiprocessing ends by `os._exit()`, which calls no atexit handler but does
call the finalizers of multiprocessing. This module never imports multiprocessing itself.
"""

from __future__ import annotations

import sys
from typing import Any, Callable

LAST = -1_000
"""The priority of a finalizer that runs after all finalizers of the program."""


class WorkerProcesses:
    """Reports the start and the end of worker processes of multiprocessing.

    Args:
        on_start: called in each worker process once its name is known.
        on_end: called at a worker process's end. Both may be called more than once.
    """

    def __init__(self, on_start: Callable[[], None], on_end: Callable[[], None]) -> None:
        self._on_start = on_start
        self._on_end = on_end
        self._registered = False

    def register(self) -> None:
        """Register with multiprocessing if it is imported; without it there is no worker."""
        util: Any = sys.modules.get("multiprocessing.util")
        if util is None:
            return
        if not self._registered:
            self._registered = True
            # multiprocessing holds this object weakly. A worker process drops all finalizers
            # of its parent, and then calls the functions registered here.
            util.register_after_fork(self, WorkerProcesses._started)
        if sys.modules["multiprocessing.process"].parent_process() is not None:
            self._started()  # this worker process has called those functions already

    def _started(self) -> None:
        self._on_start()
        util: Any = sys.modules["multiprocessing.util"]
        util.Finalize(None, self._on_end, exitpriority=LAST)


def is_about_to_exec() -> bool:
    """In a child right after a fork: whether `subprocess` forked it, to run another program."""
    frame = sys._getframe(1)
    for _ in range(4):
        if frame.f_globals.get("__name__") == "subprocess":
            return True
        if frame.f_back is None:
            break
        frame = frame.f_back
    return False
