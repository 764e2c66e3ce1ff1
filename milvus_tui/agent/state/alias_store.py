"""Stores the alias groups: what each alias resolves to, since when, and who caused that.

A group is updated with a `Resolution`: what a client of the group actually resolved to.
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
    """The call that changed what an alias resolves to."""

    text: str
    """Such as `c1.close() from app.py:7 main`; empty if the call was not seen."""
    client: int = 0
    """The client that was called, 0 for none."""
    place: int = 0
    """Id of the site row of the call."""
    can_move_database: bool = True
    """Whether the call can move a connection to another database. If it cannot, another call
    moved the connection at the same time, and the note of that call is still to be processed."""


UNKNOWN_CAUSE = ChangeCause("")
"""The cause of a change whose call the agent did not see."""

Moved = Callable[[ChangeCause, List[int], str, float], None]
"""Called with the cause, the moved clients, their new database, and the time."""


class AliasStore:
    """Keeps the alias groups. Used by the agent's own thread only.

    Args:
        tables: where rows and events go.
        registry: the adapter for this pymilvus.
        connections: gives connection objects their ids.
        records: the live clients by id; the client store fills the dict.
        changed: called with a record whose row or connection changed, and the time.
        moved: called when clients were moved to another database.
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
        """Return every group, oldest first."""
        return list(self._groups.values())

    def find(self, key: Hashable) -> Optional[AliasGroup]:
        """Return the group of a key, if there is one."""
        return self._groups.get(key)

    def group_of(self, resolution: Resolution, at: float) -> AliasGroup:
        """Return the group of a resolution; create the group if it is new."""
        group = self._groups.get(resolution.key)
        if group is None:
            text = self._registry.text(resolution)
            group = self._groups[resolution.key] = AliasGroup(
                next(self._ids), resolution.key, text, at
            )
            group.registered = self._registry.registered(resolution.key)
        return group

    def remove(self, group: AliasGroup) -> None:
        """Remove a group that has neither clients nor a registry entry."""
        del self._groups[group.key]
        self._tables.drop("aliases", group.id)

    def write(self, group: AliasGroup) -> None:
        """Write a group's row."""
        self._tables.put("aliases", group.row())

    def update(
        self,
        group: AliasGroup,
        resolution: Resolution,
        at: float,
        cause: ChangeCause,
        *,
        report: bool = True,
    ) -> None:
        """Record what a group resolves to; on a change, record the time and the cause as well.

        Args:
            report: whether a change is logged as an event.
        """
        group.deferred_since = None  # whatever waited for a note has it, or is given up
        if resolution.connection is not None:
            self._connections.update(resolution.connection, resolution.connection_database, at)
            if cause.can_move_database or resolution.connection.number != group.connection:
                self._change_database(group, resolution.connection_database, at, cause)
        if group.resolution is not None and resolution.resolves_to == group.resolution.resolves_to:
            self._update_address(group, resolution, at)
            return
        before, is_new = group.connection, group.resolution is None
        group.resolution = resolution
        if not is_new:
            group.since, group.cause = at, cause.text
            if resolution.connection is not None:
                for client in group.ids():
                    self._changed(self._records[client], at)
            if report:
                self._report(group, before, at, cause.text)
        self.write(group)

    def matches(self, group: AliasGroup, resolution: Resolution) -> bool:
        """Whether a resolution is what the group resolves to already."""
        if group.resolution is None or resolution.resolves_to != group.resolution.resolves_to:
            return False
        database = resolution.connection_database
        return database is None or database in group.members

    def _update_address(self, group: AliasGroup, resolution: Resolution, at: float) -> None:
        """Record that the connection of a group has another address, as after a failover."""
        if resolution.connection != group.connection_info:
            group.resolution = resolution
            for client in group.ids():
                self._changed(self._records[client], at)

    def _report(self, group: AliasGroup, before: Optional[int], at: float, cause: str) -> None:
        affected = client_names.ranges(group.ids())
        if not affected:
            return
        names, by = client_names.clients(affected), cause or UNKNOWN_CAUSE_TEXT
        if group.connection is None:
            kind, text = "broke", f"{by} broke {names}: {': '.join(group.error)}"
        elif before is None:
            kind, text = "revived", f"{by} gave {names} a connection again"
        else:
            kind, text = "moved", f"{by} moved {names} to another connection"
        self._tables.log(at, kind, text, None, affected)

    def _change_database(
        self, group: AliasGroup, database: Optional[str], at: float, cause: ChangeCause
    ) -> None:
        """Move all clients of a group to the connection's new database."""
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
        by, names = cause.text or UNKNOWN_CAUSE_TEXT, client_names.clients(affected)
        text = f"{by} moved {names} to database {database}"
        self._tables.log(at, "moved", text, None, affected)
        self._moved(cause, moved, database, at)
