"""The agent's tables, and for each viewer what it has not been told yet.

A viewer's outbox holds keys, not rows: a row that changes ten times before the viewer reads
is sent once, as it is then. So a slow viewer costs no memory beyond its keys, and a new one
starts with every key outstanding.
"""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, List, Optional, Tuple

from milvus_tui.agent.threads import wait_in_steps
from milvus_tui.wire import CHUNK_ROWS, TABLES, Event, Reply, Update

MAX_EVENTS = 1_000
"""Events kept; the oldest go first."""

# Clients refer to aliases, those to connections, those to sockets: send in that order.
_ORDER = (
    "target",
    "sites",
    "loops",
    "sockets",
    "connections",
    "aliases",
    "verdicts",
    "clients",
    "workers",
    "findings",
    "events",
)


class Outbox:
    """What one viewer has not been told yet."""

    def __init__(self, lock: threading.Lock) -> None:
        self._keys: Dict[str, Dict[int, None]] = {table: {} for table in _ORDER}
        self._replies: List[Reply] = []
        self._changed = threading.Condition(lock)
        self._closed = False
        self._sending = True  # until its viewer first waits for more

    def mark(self, table: str, key: int) -> None:
        """Note that a row changed or is gone. The tables' lock is held."""
        self._keys[table][key] = None

    def wake(self) -> None:
        """Let the viewer's thread look. The tables' lock is held."""
        self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def post(self, reply: Reply) -> None:
        """Have a reply sent, after all rows that stand in the tables by now."""
        with self._changed:
            self._replies.append(reply)
            self._changed.notify_all()

    def wait(self) -> bool:
        """Block until there is something to send; False once closed."""
        with self._changed:
            self._sending = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or self._replies or self._outstanding())
            self._sending = True
            return not self._closed

    def drain(self, seconds: float) -> None:
        """Block until all was sent that stands in the tables, but no longer than that."""
        with self._changed:
            wait_in_steps(lambda step: self._changed.wait_for(self._sent, step), seconds)

    def _sent(self) -> bool:
        return self._closed or not (self._sending or self._replies or self._outstanding())

    def take_replies(self) -> List[Reply]:
        """The replies to send once every row that is outstanding now was sent."""
        with self._changed:
            replies, self._replies = self._replies, []
            return replies

    def _outstanding(self) -> bool:
        return any(self._keys.values())

    def take(self, rows: Dict[str, Dict[int, Any]]) -> Optional[Update]:
        """The next update of at most `CHUNK_ROWS` rows, None where no row is outstanding.

        The tables' lock is held.
        """
        if not self._outstanding():
            return None
        changed: Dict[str, List[Any]] = {}
        gone: Dict[str, List[int]] = {}
        room = CHUNK_ROWS
        for table in _ORDER:
            keys = self._keys[table]
            while keys and room:
                key = next(iter(keys))
                del keys[key]
                row = rows[table].get(key)
                if row is None:
                    gone.setdefault(table, []).append(key)
                else:
                    changed.setdefault(table, []).append(row)
                room -= 1
        return Update(**changed, gone=gone, complete=not self._outstanding())


class Tables:
    """The rows of `wire.TABLES`. Written by the agent's own thread, read by viewers'.

    Args:
        on_use: called once, when a row first tells that this process itself has used pymilvus.
    """

    def __init__(self, on_use: Optional[Callable[[], None]] = None) -> None:
        self._on_use = on_use
        self._lock = threading.Lock()
        self._rows: Dict[str, Dict[int, Any]] = {table: {} for table in TABLES}
        self._outboxes: List[Outbox] = []
        self._last_event = 0

    def get(self, table: str, key: int) -> Optional[Any]:
        return self._rows[table].get(key)

    def keys(self, table: str) -> List[int]:
        return list(self._rows[table])

    def put(self, table: str, *rows: Any) -> None:
        """Store rows under their ids, and tell the viewers of those that differ."""
        with self._lock:
            stored = self._rows[table]
            changed = [row.id for row in rows if stored.get(row.id) != row]
            stored.update((row.id, row) for row in rows)
            self._mark(table, changed)
        if self._on_use is not None and any(_tells_of_use(table, row) for row in rows):
            tell, self._on_use = self._on_use, None
            tell()

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
        with self._lock:  # a hook may tell of a fault of its own while the agent's thread writes
            self._last_event += 1
            number = self._last_event
        self.put("events", Event(number, at, kind, text, client, affected))
        if number > MAX_EVENTS:
            self.drop("events", number - MAX_EVENTS)

    def open_outbox(self) -> Outbox:
        """An outbox that starts with every row outstanding."""
        outbox = Outbox(self._lock)
        with self._lock:
            for table, rows in self._rows.items():
                for key in rows:
                    outbox.mark(table, key)
            self._outboxes.append(outbox)
        return outbox

    def close_outbox(self, outbox: Outbox) -> None:
        with self._lock:
            if outbox in self._outboxes:
                self._outboxes.remove(outbox)
        outbox.close()

    def take(self, outbox: Outbox) -> Optional[Update]:
        """The next update for a viewer, as the rows are now; None for no change."""
        with self._lock:
            return outbox.take(self._rows)

    def _mark(self, table: str, keys: List[int]) -> None:
        if not keys:
            return
        for outbox in self._outboxes:
            for key in keys:
                outbox.mark(table, key)
            outbox.wake()


def _tells_of_use(table: str, row: Any) -> bool:
    """Not so what a forked child merely has from its parent."""
    if table == "clients":
        return not row.inherited
    # A client that was gone at once left nothing but its place.
    return table in ("findings", "verdicts") or (table == "sites" and row.created > 0)
