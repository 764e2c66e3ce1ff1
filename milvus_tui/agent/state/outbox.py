"""What one viewer has not been sent yet.

An outbox holds keys, not rows: a row that changes ten times before the viewer reads is sent once,
in its last state. So a slow viewer costs no memory beyond its keys, and a new viewer starts with
every key outstanding.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from milvus_tui.agent.real_modules import threading
from milvus_tui.agent.threads import wait_in_steps
from milvus_tui.wire import CHUNK_ROWS, Reply, Update

# Clients refer to aliases, aliases to connections, connections to sockets: sent in this order.
_ORDER = (
    "target",
    "sites",
    "loops",
    "sockets",
    "embedded",
    "connections",
    "attempts",
    "aliases",
    "orm_aliases",
    "verdicts",
    "clients",
    "workers",
    "findings",
    "events",
)


class Outbox:
    """The keys of changed rows, and the replies, that one viewer has not been sent yet."""

    def __init__(self, lock: threading.Lock) -> None:
        self._keys: Dict[str, Dict[int, None]] = {table: {} for table in _ORDER}
        self._replies: List[Reply] = []
        self._changed = threading.Condition(lock)
        self._closed = False
        self._sending = True  # until the viewer's thread first waits for more

    def mark(self, table: str, key: int) -> None:
        """Note that a row changed or was removed. The caller holds the tables' lock."""
        self._keys[table][key] = None

    def wake(self) -> None:
        """Wake the viewer's thread. The caller holds the tables' lock."""
        self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def post(self, reply: Reply) -> None:
        """Have a reply sent, after all rows that are in the tables now."""
        with self._changed:
            self._replies.append(reply)
            self._changed.notify_all()

    def wait(self) -> bool:
        """Block until there is something to send; False once closed."""
        with self._changed:
            self._sending = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or self._replies or self._has_rows())
            self._sending = True
            return not self._closed

    def drain(self, seconds: float) -> None:
        """Block until everything in the tables was sent, or the seconds have passed."""
        with self._changed:
            wait_in_steps(lambda step: self._changed.wait_for(self._is_drained, step), seconds)

    def _is_drained(self) -> bool:
        return self._closed or not (self._sending or self._replies or self._has_rows())

    def take_replies(self) -> List[Reply]:
        """The replies that are to be sent after every row that is outstanding now."""
        with self._changed:
            replies, self._replies = self._replies, []
            return replies

    def _has_rows(self) -> bool:
        return any(self._keys.values())

    def take(self, rows: Dict[str, Dict[int, Any]]) -> Optional[Update]:
        """The next update of at most `CHUNK_ROWS` rows, None if no row is outstanding.

        The caller holds the tables' lock.
        """
        if not self._has_rows():
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
        return Update(**changed, gone=gone, complete=not self._has_rows())
