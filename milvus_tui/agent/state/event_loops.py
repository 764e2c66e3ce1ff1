"""Event loops in which async clients were made: running, open or closed."""

from __future__ import annotations

import itertools
import time
import weakref
from typing import Any, Dict, Optional

from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Loop

RUNNING, OPEN, CLOSED, GONE = "running", "open", "closed", "gone"

KEPT = 200
"""Rows of loops kept; the oldest that are gone go first."""


class EventLoops:
    """Gives each loop an id, and keeps its row. Used by the agent's own thread.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._next = itertools.count(1)
        self._refs: Dict[int, "weakref.ref[Any]"] = {}

    def id_of(self, loop: "Optional[weakref.ref[Any]]", thread: str) -> Optional[int]:
        """The id of a loop; a row is made for one that is new.

        Args:
            thread: name of the thread that it runs in.
        """
        if loop is None:
            return None
        for number, known in self._refs.items():
            if known is loop or (known() is not None and known() is loop()):
                return number
        number = next(self._next)
        self._refs[number] = loop
        self._tables.put("loops", Loop(number, thread, _state(loop()), time.time()))
        self._forget()
        return number

    def state(self, number: int) -> str:
        """What a loop is doing now: one of the words above."""
        held = self._refs.get(number)
        return _state(held()) if held is not None else GONE

    def update_states(self, now: float) -> None:
        """Bring the rows up to date."""
        for number in self._tables.keys("loops"):
            row, state = self._tables.get("loops", number), self.state(number)
            if row is not None and row.state != state:
                self._tables.put("loops", Loop(number, row.thread, state, now))

    def _forget(self) -> None:
        gone = [number for number, held in self._refs.items() if held() is None]
        for number in gone[: max(0, len(self._refs) - KEPT)]:
            del self._refs[number]
            self._tables.drop("loops", number)


def _state(loop: Optional[Any]) -> str:
    if loop is None:
        return GONE
    if loop.is_closed():
        return CLOSED
    return RUNNING if loop.is_running() else OPEN
