"""Accumulating connections: one place opens connection after connection, and each is kept.

A pool opens connections too, and uses all of them again and again. Here each connection was used,
and never again once the same place had opened the next.
"""

from __future__ import annotations

import threading
from typing import Dict, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.orm_records import OrmRecord
from milvus_tui.wire import Kind

MANY = 10
"""Connections of one place, each no longer used, that are a finding."""

ORM = "orm"
"""The detail where connections.connect() opened the connections."""

MOST_OPEN = 2_000
"""Connections that are remembered, of all places."""

_Key = Tuple[int, str, str, str]
"""A place, and the address, login and database that its clients requested."""


class _Opened(NamedTuple):
    """A connection that a client opened, and keeps."""

    connection: int
    at: float
    thread: str


class AccumulatingConnectionsDetector(Detector):
    """Counts the connections of each place that were used, and then no more."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._open: Dict[_Key, Dict[int, _Opened]] = {}
        """By client, in the order of creation; by the negative id of an alias of the ORM."""
        self._total = 0

    def created(self, record: ClientRecord, at: float) -> None:
        """Remember a client that opened a connection of its own."""
        row = record.row
        if record.opened is None or not row.place or self._total >= MOST_OPEN:
            return
        opened = self._open.setdefault(_key(record), {})
        opened[row.id] = _Opened(record.opened, at, row.thread)
        self._total += 1

    def closed(self, record: ClientRecord, group: AliasGroup, at: float, by: str) -> None:
        """Forget a client."""
        self._forget(record, at, by)

    def collected(self, record: ClientRecord, at: float) -> None:
        """Forget a client."""
        self._forget(record, at, "the clients were collected")

    def alias_connected(self, record: OrmRecord) -> None:
        """Remember an alias of the ORM, which is a connection of its own."""
        row = record.row
        if row.place and self._total < MOST_OPEN:
            opened = self._open.setdefault(_alias_key(record), {})
            self._total += -row.id not in opened
            opened[-row.id] = _Opened(record.connection, row.connected, row.thread)

    def alias_ended(self, record: OrmRecord, at: float, by: str) -> None:
        """Forget an alias of the ORM."""
        self._forget_one(_alias_key(record), -record.row.id, at, by)

    def _forget(self, record: ClientRecord, at: float, by: str) -> None:
        self._forget_one(_key(record), record.row.id, at, by)

    def _forget_one(self, key: _Key, number: int, at: float, by: str) -> None:
        opened = self._open.get(key, {})
        if opened.pop(number, None) is None:
            return
        self._total -= 1
        if len(opened) < MANY:
            self._store.end(Kind.ACCUMULATING_CONNECTIONS, key, at, by)
        if not opened:
            del self._open[key]

    def channels_read(self, now: float) -> None:
        """Report the places with many connections that are no longer used."""
        running = {thread.name for thread in threading.enumerate()}
        for key, opened in self._open.items():
            if len(opened) < MANY:
                continue
            if self._unused(list(opened.values()), running) >= MANY:
                self._report(key, opened, now)
            else:
                by = "they are used again"
                self._store.end(Kind.ACCUMULATING_CONNECTIONS, key, now, by)

    def _unused(self, opened: List[_Opened], running: Set[str]) -> int:
        """How many were used before the next was opened, and not again.

        The last one of a thread that runs may still be used: a client for each thread is no fault.
        """
        last_of: Dict[str, int] = {each.thread: each.connection for each in opened}
        count = 0
        for each, following in zip(opened, opened[1:]):
            kept = each.thread in running and last_of[each.thread] == each.connection
            used = self._last_used(each.connection)
            count += not kept and used is not None and used <= following.at
        return count

    def _last_used(self, connection: int) -> Optional[float]:
        row = self._tables.get("connections", connection)
        return row.last_success if row is not None and row.succeeded else None

    def _report(self, key: _Key, opened: Dict[int, _Opened], now: float) -> None:
        first = next(iter(opened.values()))
        last = next(reversed(list(opened.values())))
        client = next(iter(opened))
        record = self._clients.record(client)
        site = record.row.site if record is not None else self._site(key[0])
        seconds = max(1, round(last.at - first.at))
        text = (
            f"{site} opened {len(opened)} connections to {key[1]} within {seconds} s, and all of "
            "them are open; each was used, and no more after the next was opened"
        )
        self._store.begin(
            Kind.ACCUMULATING_CONNECTIONS,
            key,
            first.at,
            text,
            client=client if client > 0 else None,
            detail="" if client > 0 else ORM,
            connection=last.connection,
            place=key[0],
            count=len(opened),
        )

    def _site(self, place: int) -> str:
        row = self._tables.get("sites", place)
        return str(row.text) if row is not None else "one place"


def _alias_key(record: OrmRecord) -> _Key:
    row = record.row
    return row.place, f"{row.address} (ORM)", row.login, row.database


def _key(record: ClientRecord) -> _Key:
    row = record.row
    return row.place, row.uri, row.login, row.requested_database
