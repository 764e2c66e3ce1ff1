"""Processes that a watched one starts by a fork: which they are, and when they end.

A worker of multiprocessing ends by `os._exit()`, where no atexit handler runs, but what was
registered with multiprocessing does. multiprocessing itself is never imported here.
"""

from __future__ import annotations

import sys
from typing import Any, Callable

LAST = -1_000
"""The priority of what runs after all finalizers of the program's own."""


class WorkerProcesses:
    """Tells when a worker of multiprocessing has begun, and when it ends.

    Args:
        begins: called in each worker once its name is known.
        ends: called at a worker's end. Both may be called more than once.
    """

    def __init__(self, begins: Callable[[], None], ends: Callable[[], None]) -> None:
        self._begins = begins
        self._ends = ends
        self._follows = False

    def follow(self) -> None:
        """Look for multiprocessing; there is no worker without it."""
        util: Any = sys.modules.get("multiprocessing.util")
        if util is None:
            return
        if not self._follows:
            self._follows = True
            # Held weakly there. A worker forgets all finalizers and then calls these.
            util.register_after_fork(self, WorkerProcesses._began)
        if sys.modules["multiprocessing.process"].parent_process() is not None:
            self._began()  # it has called them already

    def _began(self) -> None:
        self._begins()
        util: Any = sys.modules["multiprocessing.util"]
        util.Finalize(None, self._ends, exitpriority=LAST)


def is_about_to_exec() -> bool:
    """In a child right after a fork: whether `subprocess` made it, to run something else."""
    frame = sys._getframe(1)
    for _ in range(4):
        if frame.f_globals.get("__name__") == "subprocess":
            return True
        if frame.f_back is None:
            break
        frame = frame.f_back
    return False
