"""Which code waits for an asyncio task whose own frames are all pymilvus's.

`asyncio.wait_for(client.search(…))` and `asyncio.gather()` run the coroutine in a task, in which no
frame of the program is left.
"""

from __future__ import annotations

import sys
from typing import Any, Iterator, List, Optional

from milvus_tui.agent.hooks import call_sites

MOST_TASKS = 500
"""Tasks that are looked at."""

MOST_AWAITED = 40
"""Frames of one task that are looked at."""


def stack_of_waiter() -> Optional[call_sites.Stack]:
    """Return the call site that waits for the running task; None where the task has its own.

    For the task's own thread, in a coroutine that the task runs.
    """
    asyncio: Any = sys.modules["asyncio"]
    task = asyncio.current_task()
    if task is None or _has_own_frame(task):
        return None
    for other in list(asyncio.all_tasks())[:MOST_TASKS]:
        frames = list(_frames(other))
        if other is not task and frames and _waits(other, frames[-1], task):
            return call_sites.stack_of_frames(reversed(frames))
    return None


def _has_own_frame(task: Any) -> bool:
    """Whether the program's own code runs in a task now."""
    first = getattr(task.get_coro(), "cr_frame", None)
    frame = sys._getframe(2)
    for _ in range(MOST_AWAITED):
        path = frame.f_code.co_filename
        if call_sites.is_program_code(path) and not call_sites.is_inner(path):
            return True
        if frame is first or frame.f_back is None:
            return False
        frame = frame.f_back
    return True


def _frames(task: Any) -> Iterator[Any]:
    """Yield the frames of a suspended task, outermost first."""
    awaited = task.get_coro()
    for _ in range(MOST_AWAITED):
        frame = getattr(awaited, "cr_frame", None)
        if frame is None:
            return
        yield frame
        awaited = getattr(awaited, "cr_await", None)


def _waits(other: Any, frame: Any, task: Any) -> bool:
    """Whether a suspended task waits for another one.

    Args:
        other: the suspended task.
        frame: its innermost frame.
        task: the other one.
    """
    waiter = getattr(other, "_fut_waiter", None)
    awaited: List[Any] = [waiter, *getattr(waiter, "_children", ())]
    if frame.f_globals.get("__name__") == "asyncio.tasks":  # wait_for() or wait()
        for value in frame.f_locals.values():
            awaited += value if isinstance(value, (set, list, tuple)) else [value]
    return any(each is task for each in awaited)
