"""The aliases that the program connected through the ORM, also after their disconnect()."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from milvus_tui.agent.hooks.call_sites import NO_STACK, Stack
from milvus_tui.agent.hooks.notes import Miss, Use
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import OrmAlias

MOST_RECORDS = 500
"""Aliases kept. Those that are not connected are removed first, then the oldest."""

MOST_USERS = 50
"""Threads whose uses are kept of an alias."""

MOST_CONNECTS = 50
"""Connects kept of an alias, the last."""

MOST_MISSES = 100
"""Places and threads whose failed uses are counted of an alias."""


class InheritedAlias(NamedTuple):
    """An alias that a forked child has from its parent."""

    alias: str
    """As pymilvus has it, not masked."""
    row: Optional[OrmAlias]
    """The parent's row; None if the note of its connect() was not yet processed at the fork."""
    stack: Stack
    """The call site of the parent's connect()."""


class OrmClose(NamedTuple):
    """The end of an alias: a disconnect(), or a client's close()."""

    alias: str
    at: float
    text: str
    """What ended it, such as `connections.disconnect('default') by app.py:7 main`."""
    place: int
    thread: str
    connection: int
    """Number of the connection that was closed."""
    client: int
    """The client whose close() it was; 0 for a disconnect()."""
    keep_alive: bool
    """Whether pymilvus itself disconnected the alias, to connect it anew."""


class OrmConnect(NamedTuple):
    """A connect() of an alias."""

    connection: int
    """Number of the connection."""
    thread: str
    site: str
    place: int
    database: str
    login: str
    """Masked; empty for none."""
    user: str
    """Fingerprint of the user, empty for none."""

    @property
    def target(self) -> str:
        """The database and the login, as text."""
        return f"database {self.database}, {self.login or 'no login'}"


class OrmRecord:
    """An alias: its row, and what the row does not say."""

    __slots__ = (
        "close",
        "connection",
        "connects",
        "last_close",
        "misses",
        "named",
        "row",
        "secret",
        "stack",
        "users",
    )

    def __init__(self, row: OrmAlias) -> None:
        self.row = row
        self.connection = 0
        """Number of its connection, 0 for none."""
        self.secret: Tuple[str, str] = ("", "")
        """Fingerprints of the user and of the whole login."""
        self.named: Tuple[str, ...] = ()
        """What the last connect() named: `login`, `database`."""
        self.stack: Stack = NO_STACK
        """The call site of the last connect()."""
        self.connects: Dict[int, OrmConnect] = {}
        """The last connects, by the connection's number."""
        self.users: List[Use] = []
        """The uses since the last connect(), a thread each."""
        self.misses: List[Miss] = []
        self.close: Optional[OrmClose] = None
        """What ended it, None while it is connected."""
        self.last_close: Optional[OrmClose] = None
        """What ended it last, even if it is connected again."""

    def counted(self) -> OrmAlias:
        """Return the row with the present counts."""
        uses: Dict[str, int] = {}
        for use in self.users:
            uses[use.thread] = uses.get(use.thread, 0) + use.count
        return replace(
            self.row,
            users=tuple(each for each in uses.items() if each[1]),
            uses=sum(uses.values()),
            failed=sum(miss.count for miss in self.misses),
        )


class OrmRecords:
    """Keeps the records. Used by the agent's own thread only.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids = itertools.count(1)
        self._records: Dict[str, OrmRecord] = {}

    def find(self, alias: str) -> Optional[OrmRecord]:
        """Return the record of an alias, None if nothing connected it."""
        return self._records.get(alias)

    def all(self) -> List[OrmRecord]:
        """Return all records, oldest first."""
        return list(self._records.values())

    def add(self, alias: str, **fields: Any) -> OrmRecord:
        """Add an alias that is connected for the first time."""
        if len(self._records) >= MOST_RECORDS:
            self._remove_one()
        row = OrmAlias(next(self._ids), alias, **fields)
        record = self._records[alias] = OrmRecord(row)
        return record

    def used(self, record: OrmRecord, use: Use) -> None:
        """Count the uses of an alias by one more thread."""
        if len(record.users) < MOST_USERS:
            record.users.append(use)

    def missed(self, record: OrmRecord, miss: Miss) -> None:
        """Count the failed uses of an alias at one more place."""
        if len(record.misses) < MOST_MISSES:
            record.misses.append(miss)

    def write(self) -> None:
        """Write the rows that changed."""
        self._tables.put("orm_aliases", *(each.counted() for each in self._records.values()))

    def _remove_one(self) -> None:
        records = self._records
        alias = next((key for key in records if not records[key].connection), next(iter(records)))
        self._tables.drop("orm_aliases", records.pop(alias).row.id)
