"""Connections that are not what they seem: never ready, or apart in name only."""

from __future__ import annotations

from typing import Dict, List, Tuple

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Connection, Kind

_NOT_READY = ("CONNECTING", "TRANSIENT_FAILURE")

_Same = Tuple[int, str, str, str]
"""A socket, and the address, login and database of connections on it."""


class FalseSeparations:
    """Tells of them after the channels were read."""

    def __init__(self, register: FindingStore, people: Clients, tables: Tables) -> None:
        self._register = register
        self._people = people
        self._tables = tables
        self._most: Dict[_Same, int] = {}
        """How many there were at a time, for as long as there are several."""

    def scan(self, now: float) -> None:
        """Which connections never came up, and which share a socket that were not to."""
        doomed = set()
        same: Dict[_Same, List[int]] = {}
        for group in self._people.groups():
            row = self._row(group)
            if row is None or not group.registered or not group.members:
                continue
            if row.ready is None and row.state in _NOT_READY:
                doomed.add(row.id)
                self._doomed(group, row, now)
            if row.socket is not None and self._apart(group):
                same.setdefault((row.socket, row.address, row.login, row.database), []).append(
                    row.id
                )
        for of in self._register.open(Kind.NEVER_READY):
            if of not in doomed:
                self._register.end(Kind.NEVER_READY, of, now, "it became ready, or is gone")
        self._separate(same, now)

    def _row(self, group: AliasGroup) -> "Connection | None":
        row: "Connection | None" = (
            self._tables.get("connections", group.connection) if group.connection else None
        )
        return row

    def _apart(self, group: AliasGroup) -> bool:
        """Whether a connection of its own was asked for, by `alias=` or `dedicated`."""
        first = group.oldest_client()
        record = self._people.record(first) if first is not None else None
        return record is not None and bool(record.row.requested_alias or record.row.dedicated)

    def _doomed(self, group: AliasGroup, row: Connection, now: float) -> None:
        if self._register.holds(Kind.NEVER_READY, row.id):
            return
        first = group.oldest_client()
        record = self._people.record(first) if first is not None else None
        self._register.begin(
            Kind.NEVER_READY,
            row.id,
            row.first_seen or now,
            f"{group.text} is in the registry, and its channel to {row.address} never came up",
            client=first,
            alias=group.id,
            connection=row.id,
            place=record.row.place if record is not None else 0,
        )

    def _separate(self, same: Dict[_Same, List[int]], now: float) -> None:
        found = {key: ids for key, ids in same.items() if len(set(ids)) > 1}
        self._most = {key: max(self._most.get(key, 0), len(set(ids))) for key, ids in found.items()}
        for key, ids in found.items():
            count = self._most[key]
            text = (
                f"{count} connections to {key[1]} were asked to be apart, and ride one TCP socket"
            )
            self._register.begin(Kind.FALSE_SEPARATION, key, now, text, connection=ids[0], count=count)
        for of in self._register.open(Kind.FALSE_SEPARATION):
            if of not in found:
                self._register.end(Kind.FALSE_SEPARATION, of, now, "they are closed, or apart")
