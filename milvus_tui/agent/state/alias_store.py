"""What each alias resolves to, and since when: the groups of clients behind the rows.

A group is settled by a look (`common.Look`): what a client of it really resolved to. On a
change it is told who did it, where that was seen.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Callable, Dict, Hashable, List, NamedTuple, Optional

from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import Resolution
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import client_names

UNKNOWN_CAUSE_TEXT = "something the agent did not see"


class ChangeCause(NamedTuple):
    """Who made a change."""

    text: str
    """Such as `c1.close() from app.py:7 main`; empty where it was not seen."""
    client: int = 0
    """The client that did it, 0 for none."""
    place: int = 0
    """Id of the site row of where it was done."""
    can_move_database: bool = True
    """Whether it can put a connection on another database. Where it cannot, somebody else did
    at the same time, whose own note is on its way."""


UNKNOWN_CAUSE = ChangeCause("")

Moved = Callable[[ChangeCause, List[int], str, float], None]
"""Called with the cause, the clients that were moved, their database now, and the time."""


class AliasStore:
    """Keeps the groups. Used by the agent's own thread.

    Args:
        tables: where rows and events go.
        registry: the adapter for this pymilvus.
        connections: gives connection objects their ids.
        records: the live clients by id, which the book keeps.
        changed: called with a record whose row changed, or whose connection did, and the time.
        moved: called when clients were put on another database.
    """

    def __init__(
        self,
        tables: Tables,
        registry: Registry,
        connections: ConnectionStore,
        records: Dict[int, ClientRecord],
        changed: Callable[[ClientRecord, float], None],
        moved: Moved,
    ) -> None:
        self._tables = tables
        self._registry = registry
        self._connections = connections
        self._records = records
        self._changed = changed
        self._moved = moved
        self._groups: Dict[Hashable, AliasGroup] = {}
        self._ids = itertools.count(1)

    def all(self) -> List[AliasGroup]:
        """Every group, oldest first."""
        return list(self._groups.values())

    def find(self, key: Hashable) -> Optional[AliasGroup]:
        """The group of a key, if there is one."""
        return self._groups.get(key)

    def group_of(self, resolution: Resolution, at: float) -> AliasGroup:
        """The group that a look belongs to, made if it is new."""
        group = self._groups.get(resolution.key)
        if group is None:
            text = self._registry.text(resolution)
            group = self._groups[resolution.key] = AliasGroup(next(self._ids), resolution.key, text, at)
            group.registered = self._registry.registered(resolution.key)
        return group

    def remove(self, group: AliasGroup) -> None:
        """Nobody goes by it any more."""
        del self._groups[group.key]
        self._tables.drop("aliases", group.id)

    def write(self, group: AliasGroup) -> None:
        """Write a group's row."""
        self._tables.put("aliases", group.row())

    def update(
        self, group: AliasGroup, resolution: Resolution, at: float, cause: ChangeCause, *, report: bool = True
    ) -> None:
        """Note what a group resolves to; on a change, say so and since when."""
        if resolution.connection is not None:
            self._connections.update(resolution.connection, resolution.connection_database, at)
            if cause.can_move_database or resolution.connection.number != group.connection:
                self._change_database(group, resolution.connection_database, at, cause)
        if group.resolution is not None and resolution.resolves_to == group.resolution.resolves_to:
            return
        before, fresh = group.connection, group.resolution is None
        group.resolution = resolution
        if not fresh:
            group.since, group.cause = at, cause.text
            if resolution.connection is not None:
                for client in group.ids():
                    self._changed(self._records[client], at)
            if report:
                self._report(group, before, at, cause.text)
        self.write(group)

    def matches(self, group: AliasGroup, resolution: Resolution) -> bool:
        """Whether a look says what is known of its group."""
        alike = group.resolution is not None and resolution.resolves_to == group.resolution.resolves_to
        return alike and (resolution.connection_database is None or resolution.connection_database in group.members)

    def _report(self, group: AliasGroup, before: Optional[int], at: float, cause: str) -> None:
        affected = client_names.ranges(group.ids())
        if not affected:
            return
        who, by = client_names.clients(affected), cause or UNKNOWN_CAUSE_TEXT
        if group.connection is None:
            kind, text = "broke", f"{by} broke {who}: {': '.join(group.error)}"
        elif before is None:
            kind, text = "revived", f"{by} gave {who} a connection again"
        else:
            kind, text = "moved", f"{by} put {who} on another connection"
        self._tables.log(at, kind, text, None, affected)

    def _change_database(self, group: AliasGroup, database: Optional[str], at: float, cause: ChangeCause) -> None:
        """The connection's own database changed: so it did for all who share it."""
        stale = [name for name in group.members if name != database]
        if database is None or not stale:
            return
        moved = [client for name in stale for client in list(group.members[name])]
        for client in moved:
            record = self._records[client]
            group.discard(record, client)
            record.database = database
            group.add(record, client)
            record.row = replace(record.row, database=database)
            self._changed(record, at)
        affected = client_names.ranges(moved)
        text = (
            f"{cause.text or UNKNOWN_CAUSE_TEXT} moved {client_names.clients(affected)} to database {database}"
        )
        self._tables.log(at, "moved", text, None, affected)
        self._moved(cause, moved, database, at)
