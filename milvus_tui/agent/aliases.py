"""What each alias resolves to, and since when: the groups of clients behind the rows.

A group is settled by a look (`common.Look`): what a client of it really resolved to. On a
change it is told who did it, where that was seen.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Callable, Dict, Hashable, List, NamedTuple, Optional

from milvus_tui import names
from milvus_tui.agent.connections import Connections
from milvus_tui.agent.groups import Group, Record
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.common import Look
from milvus_tui.agent.tables import Tables

UNSEEN = "something the agent did not see"


class Cause(NamedTuple):
    """Who made a change."""

    text: str
    """Such as `c1.close() from app.py:7 main`; empty where it was not seen."""
    client: int = 0
    """The client that did it, 0 for none."""
    place: int = 0
    """Id of the site row of where it was done."""


NOBODY = Cause("")

Moved = Callable[[Cause, List[int], str, float], None]
"""Called with the cause, the clients that were moved, their database now, and the time."""


class Aliases:
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
        connections: Connections,
        records: Dict[int, Record],
        changed: Callable[[Record, float], None],
        moved: Moved,
    ) -> None:
        self._tables = tables
        self._registry = registry
        self._connections = connections
        self._records = records
        self._changed = changed
        self._moved = moved
        self._groups: Dict[Hashable, Group] = {}
        self._ids = itertools.count(1)

    def all(self) -> List[Group]:
        """Every group, oldest first."""
        return list(self._groups.values())

    def known(self, key: Hashable) -> Optional[Group]:
        """The group of a key, if there is one."""
        return self._groups.get(key)

    def of(self, look: Look, at: float) -> Group:
        """The group that a look belongs to, made if it is new."""
        group = self._groups.get(look.key)
        if group is None:
            handler = handler_of(look)
            text = self._registry.text(look.key, handler)
            group = self._groups[look.key] = Group(next(self._ids), look.key, text, at)
            group.registered = self._registry.registered(look.key, handler)
        return group

    def forget(self, group: Group) -> None:
        """Nobody goes by it any more."""
        del self._groups[group.key]
        self._tables.drop("aliases", group.id)

    def put(self, group: Group) -> None:
        """Write a group's row."""
        self._tables.put("aliases", group.row())

    def database(self, look: Look) -> Optional[str]:
        """The database that calls of who looked like this go to; None where that is unknown."""
        if look.database is not None or look.handler is None:
            return look.database
        return self._registry.connection_database(look.handler())

    def settle(
        self, group: Group, look: Look, at: float, cause: Cause, *, tell: bool = True
    ) -> None:
        """Note what a group resolves to; on a change, say so and since when."""
        handler = handler_of(look)
        connection = self._connections.id_of(handler)
        error = (look.error_class, look.error)
        if handler is not None and look.database is None:
            self._rebase(group, self._registry.connection_database(handler), at, cause)
        if group.settled and (connection, error) == (group.connection, group.error):
            return
        before, fresh = group.connection, not group.settled
        group.settled = True
        group.connection, group.error, group.handler = connection, error, look.handler
        group.shared_fate = handler is not None and self._registry.shared_fate(handler)
        if not fresh:
            group.since, group.cause = at, cause.text
            if handler is not None:
                for client in group.ids():
                    self._changed(self._records[client], at)
            if tell:
                self._tell(group, before, at, cause.text)
        self.put(group)

    def same(self, group: Group, look: Look) -> bool:
        """Whether a look says what is known of its group."""
        handler = handler_of(look)
        found = (self._connections.id_of(handler), (look.error_class, look.error))
        database = self._registry.connection_database(handler)
        return found == (group.connection, group.error) and (
            database is None or database in group.members
        )

    def _tell(self, group: Group, before: Optional[int], at: float, cause: str) -> None:
        touched = names.ranges(group.ids())
        if not touched:
            return
        who, by = names.clients(touched), cause or UNSEEN
        if group.connection is None:
            kind, text = "broke", f"{by} broke {who}: {group.error[0]}: {group.error[1]}"
        elif before is None:
            kind, text = "revived", f"{by} gave {who} a connection again"
        else:
            kind, text = "moved", f"{by} put {who} on another connection"
        self._tables.log(at, kind, text, None, touched)

    def _rebase(self, group: Group, database: Optional[str], at: float, cause: Cause) -> None:
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
        touched = names.ranges(moved)
        text = f"{cause.text or UNSEEN} moved {names.clients(touched)} to database {database}"
        self._tables.log(at, "moved", text, None, touched)
        self._moved(cause, moved, database, at)


def handler_of(look: Look) -> Optional[Any]:
    """The connection object of a look, while it is alive."""
    return look.handler() if look.handler is not None else None
