"""The queue between the hooks and the agent's thread, with a bound for short-lived clients.

A program may make and drop clients faster than the agent's thread reads. Beyond `MOST_UNREAD` notes
a new client waits here, and not in the queue: if the program drops it before the thread has caught
up, it is counted with the others that were made in the same way at the same place, and not listed.
Any other note lets the clients that wait go first, so the order of what happened stays as it was.
"""

from __future__ import annotations

import itertools
from typing import Any, Dict, Iterator, List, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Collected, Created, ShortLived
from milvus_tui.agent.real_modules import queue

MOST_UNREAD = 5_000
"""Notes in the queue from which on new clients wait."""

MOST_KINDS = 500
"""Ways and places to make short-lived clients that are counted; those of others are listed."""

_Key = Tuple[Any, ...]


def _ends_constructor(item: Any) -> bool:
    """Whether an item only says that a constructor has returned, whose own note may wait."""
    call = getattr(item, "__self__", None)
    return isinstance(call, Call) and call.method == "__init__"


class _Counted:
    """Clients that were made in the same way at the same place, and dropped unread."""

    __slots__ = ("created", "last", "number", "reads", "told")

    def __init__(self, created: Created, last: Collected) -> None:
        self.created = created
        self.last = last
        # `next()` is atomic, so callbacks of all threads may count; a read counts as well.
        self.number: "Iterator[int]" = itertools.count()
        self.reads = self.told = 0


class NoteQueue:
    """A queue that any thread, signal handler and weakref callback may put into."""

    def __init__(self) -> None:
        self._queue: "queue.SimpleQueue[Any]" = queue.SimpleQueue()
        self._waiting: Dict[int, Created] = {}
        self._counted: Dict[_Key, _Counted] = {}
        self.size = self._queue.qsize
        """Returns how many items are in the queue."""

    def put(self, item: Any) -> None:
        """Add a note, or anything else for the agent's thread."""
        kind = type(item)
        if kind is Created:
            if self._queue.qsize() >= MOST_UNREAD:
                self._waiting[item.id] = item
                return
        elif kind is Collected:
            created = self._waiting.pop(item.id, None) if self._waiting else None
            if created is not None:
                self._count(created, item)
                return
        elif self._waiting:
            if _ends_constructor(item):
                item()
                return
            self._release()
        self._queue.put(item)

    def take(self, seconds: float, most: int) -> List[Any]:
        """Return so many items at most, after waiting up to `seconds` for the first.

        Called in the agent's thread only, as is `tell_counted()`.
        """
        found: List[Any] = []
        try:
            found.append(self._queue.get(timeout=seconds))
            while len(found) < most:
                found.append(self._queue.get_nowait())
        except queue.Empty:
            pass  # no more items now
        if self._queue.qsize() < MOST_UNREAD // 2:
            if self._waiting:
                self._release()
            self.tell_counted()
        return found

    def tell_counted(self) -> None:
        """Put what was counted into the queue."""
        for counted in list(self._counted.values()):
            number = next(counted.number) - counted.reads
            counted.reads += 1
            if number > counted.told:
                self._queue.put(ShortLived(counted.created, counted.last, number - counted.told))
                counted.told = number

    def _release(self) -> None:
        """Put the clients that wait into the queue."""
        for number in list(self._waiting):
            created = self._waiting.pop(number, None)
            if created is not None:
                self._queue.put(created)
                if created.client() is None:  # its callback may have come before the line above
                    self._queue.put(Collected(number, clocks.wall()))

    def _count(self, created: Created, collected: Collected) -> None:
        key = (created.resolution.key, created.class_name, created.requested, created.caller.stack)
        counted = self._counted.get(key)
        if counted is None:
            # The first one is listed: it shows the alias, and what is wrong with it.
            self._queue.put(created)
            self._queue.put(collected)
            if len(self._counted) < MOST_KINDS:
                self._counted.setdefault(key, _Counted(created, collected))
        else:
            counted.last = collected
            next(counted.number)
