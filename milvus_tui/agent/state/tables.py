"""The agent's tables. Each change is marked in the outbox of every viewer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Dict, List, Optional, Tuple

from milvus_tui.agent.real_modules import threading
from milvus_tui.agent.state.outbox import Outbox
from milvus_tui.wire import TABLES, Event, Update

MAX_EVENTS = 1_000
"""Events kept; the oldest are removed first."""

MAX_GAPS = 20
"""Most reasons kept why something cannot be judged."""


class Tables:
    """The rows of `wire.TABLES`. The agent's thread writes them, the viewers' threads read them.

    Args:
        on_use: called once, when a row first shows that this process itself has used pymilvus.
    """

    def __init__(self, on_use: Optional[Callable[[], None]] = None) -> None:
        self._on_use = on_use
        self._lock = threading.Lock()
        self._rows: Dict[str, Dict[int, Any]] = {table: {} for table in TABLES}
        self._outboxes: List[Outbox] = []
        self._last_event = 0

    def get(self, table: str, key: int) -> Optional[Any]:
        """Return a row, None for none."""
        return self._rows[table].get(key)

    def keys(self, table: str) -> List[int]:
        """Return the ids of a table's rows, oldest first."""
        return list(self._rows[table])

    def put(self, table: str, *rows: Any) -> None:
        """Store rows under their ids, and mark those that changed for every viewer."""
        with self._lock:
            stored = self._rows[table]
            changed = [row.id for row in rows if stored.get(row.id) != row]
            stored.update((row.id, row) for row in rows)
            self._mark(table, changed)
        if self._on_use is not None and any(_shows_use(table, row) for row in rows):
            notify, self._on_use = self._on_use, None
            notify()

    def drop(self, table: str, *keys: int) -> None:
        """Remove rows, if they are there."""
        with self._lock:
            stored = self._rows[table]
            self._mark(table, [key for key in keys if stored.pop(key, None) is not None])

    def log(
        self,
        at: float,
        kind: str,
        text: str,
        client: Optional[int] = None,
        affected: Tuple[Tuple[int, int], ...] = (),
    ) -> None:
        """Add an event (`wire.Event`)."""
        with self._lock:  # a hook may log its own fault while the agent's thread writes
            self._last_event += 1
            number = self._last_event
        self.put("events", Event(number, at, kind, text, client, affected))
        if number > MAX_EVENTS:
            self.drop("events", number - MAX_EVENTS)

    def cannot_judge(self, what: str) -> None:
        """Tell viewers what in this process cannot be watched or judged; safe in any thread."""
        row = self.get("target", 0)
        if row is not None and what not in row.not_judged and len(row.not_judged) < MAX_GAPS:
            self.put("target", replace(row, not_judged=(*row.not_judged, what)))

    def open_outbox(self) -> Outbox:
        """Return a new outbox, in which every row is outstanding."""
        outbox = Outbox(self._lock)
        with self._lock:
            for table, rows in self._rows.items():
                for key in rows:
                    outbox.mark(table, key)
            self._outboxes.append(outbox)
        return outbox

    def close_outbox(self, outbox: Outbox) -> None:
        """Close an outbox, and stop marking changes in it."""
        with self._lock:
            if outbox in self._outboxes:
                self._outboxes.remove(outbox)
        outbox.close()

    def take(self, outbox: Outbox) -> Optional[Update]:
        """Return the next update for a viewer, with current rows; None without a change."""
        with self._lock:
            return outbox.take(self._rows)

    def _mark(self, table: str, keys: List[int]) -> None:
        if not keys:
            return
        for outbox in self._outboxes:
            for key in keys:
                outbox.mark(table, key)
            outbox.wake()


def _shows_use(table: str, row: Any) -> bool:
    """Whether a row shows that this process, not its parent before a fork, has used pymilvus."""
    if table in ("clients", "orm_aliases"):
        return not row.inherited
    # Of a client that was collected at once, only the call site is left.
    return table in ("attempts", "findings", "verdicts") or (table == "sites" and row.created > 0)
