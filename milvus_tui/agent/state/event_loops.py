"""Stores the event loops in which async clients were created: running, open or closed."""

from __future__ import annotations

import itertools
import weakref
from typing import Any, Dict, Optional

from milvus_tui.agent import clocks
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Loop

RUNNING, OPEN, CLOSED, GONE = "running", "open", "closed", "gone"

KEPT = 200
"""Most rows of loops kept. The oldest collected ones are removed first."""


class EventLoops:
    """Gives each loop an id, and keeps its row. Used by the agent's own thread only.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._next = itertools.count(1)
        self._refs: Dict[int, "weakref.ref[Any]"] = {}

    def id_of(self, loop: "Optional[weakref.ref[Any]]", thread: str) -> Optional[int]:
        """Return the id of a loop; a new loop gets a row.

        Args:
            thread: name of the thread in which the loop runs.
        """
        if loop is None:
            return None
        for number, known in self._refs.items():
            if known is loop or (known() is not None and known() is loop()):
                return number
        number = next(self._next)
        self._refs[number] = loop
        self._tables.put("loops", Loop(number, thread, _state(loop()), clocks.wall()))
        self._remove_collected()
        return number

    def state(self, number: int) -> str:
        """Return the state of a loop now: `RUNNING`, `OPEN`, `CLOSED` or `GONE`."""
        ref = self._refs.get(number)
        return _state(ref()) if ref is not None else GONE

    def update_states(self, now: float) -> None:
        """Update the rows."""
        for number in self._tables.keys("loops"):
            row, state = self._tables.get("loops", number), self.state(number)
            if row is not None and row.state != state:
                self._tables.put("loops", Loop(number, row.thread, state, now))

    def _remove_collected(self) -> None:
        collected = [number for number, ref in self._refs.items() if ref() is None]
        for number in collected[: max(0, len(self._refs) - KEPT)]:
            del self._refs[number]
            self._tables.drop("loops", number)


def _state(loop: Optional[Any]) -> str:
    if loop is None:
        return GONE
    if loop.is_closed():
        return CLOSED
    return RUNNING if loop.is_running() else OPEN
