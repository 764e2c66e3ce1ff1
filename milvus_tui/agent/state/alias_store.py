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

UNSEEN = "something the agent did not see"


class Cause(NamedTuple):
    """Who made a change."""

    text: str
    """Such as `c1.close() from app.py:7 main`; empty where it was not seen."""
    client: int = 0
    """The client that did it, 0 for none."""
    place: int = 0
    """Id of the site row of where it was done."""
    moves: bool = True
    """Whether it can put a connection on another database. Where it cannot, somebody else did
    at the same time, whose own note is on its way."""


NOBODY = Cause("")

Moved = Callable[[Cause, List[int], str, float], None]
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

    def known(self, key: Hashable) -> Optional[AliasGroup]:
        """The group of a key, if there is one."""
        return self._groups.get(key)

    def of(self, look: Resolution, at: float) -> AliasGroup:
        """The group that a look belongs to, made if it is new."""
        group = self._groups.get(look.key)
        if group is None:
            text = self._registry.text(look)
            group = self._groups[look.key] = AliasGroup(next(self._ids), look.key, text, at)
            group.registered = self._registry.registered(look.key)
        return group

    def forget(self, group: AliasGroup) -> None:
        """Nobody goes by it any more."""
        del self._groups[group.key]
        self._tables.drop("aliases", group.id)

    def put(self, group: AliasGroup) -> None:
        """Write a group's row."""
        self._tables.put("aliases", group.row())

    def settle(
        self, group: AliasGroup, look: Resolution, at: float, cause: Cause, *, tell: bool = True
    ) -> None:
        """Note what a group resolves to; on a change, say so and since when."""
        if look.connection is not None:
            self._connections.seen(look.connection, look.base, at)
            if cause.moves or look.connection.number != group.connection:
                self._rebase(group, look.base, at, cause)
        if group.look is not None and look.resolves_to == group.look.resolves_to:
            return
        before, fresh = group.connection, group.look is None
        group.look = look
        if not fresh:
            group.since, group.cause = at, cause.text
            if look.connection is not None:
                for client in group.ids():
                    self._changed(self._records[client], at)
            if tell:
                self._tell(group, before, at, cause.text)
        self.put(group)

    def same(self, group: AliasGroup, look: Resolution) -> bool:
        """Whether a look says what is known of its group."""
        alike = group.look is not None and look.resolves_to == group.look.resolves_to
        return alike and (look.base is None or look.base in group.members)

    def _tell(self, group: AliasGroup, before: Optional[int], at: float, cause: str) -> None:
        touched = client_names.ranges(group.ids())
        if not touched:
            return
        who, by = client_names.clients(touched), cause or UNSEEN
        if group.connection is None:
            kind, text = "broke", f"{by} broke {who}: {': '.join(group.error)}"
        elif before is None:
            kind, text = "revived", f"{by} gave {who} a connection again"
        else:
            kind, text = "moved", f"{by} put {who} on another connection"
        self._tables.log(at, kind, text, None, touched)

    def _rebase(self, group: AliasGroup, database: Optional[str], at: float, cause: Cause) -> None:
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
        touched = client_names.ranges(moved)
        text = (
            f"{cause.text or UNSEEN} moved {client_names.clients(touched)} to database {database}"
        )
        self._tables.log(at, "moved", text, None, touched)
        self._moved(cause, moved, database, at)
