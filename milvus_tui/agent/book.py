"""The agent's book of clients, aliases and connections: what was seen, in, rows out.

Only the agent's own thread writes here. Every entry is made from a look (`common.Look`):
what a client really resolved to at that moment.
"""

from __future__ import annotations

import itertools
import time
import weakref
from dataclasses import replace
from typing import Any, Callable, Dict, Hashable, Iterator, List, NamedTuple, Optional, Tuple

from milvus_tui import names
from milvus_tui.agent import observe
from milvus_tui.agent.connections import Connections
from milvus_tui.agent.groups import Group, Record
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.common import Look
from milvus_tui.agent.tables import Tables
from milvus_tui.wire import Client

AUDITED_PER_TICK = 32
"""Clients looked at each tick in turn, whatever their number: finds what no hook can see."""


MOST_DEFERRALS = 5
"""Ticks for which a change waits for the note of a call that may have caused it."""


class Route(NamedTuple):
    """A way that live clients' calls go. Keep it for no longer than a tick."""

    key: Tuple[int, str]
    """The connection's id and the database."""
    handler: Any
    context: Optional[Any]
    """The call context of one of the clients, None where the release has none."""


class Book:
    """Keeps records and groups, and writes their rows and events into the tables."""

    def __init__(self, tables: Tables, registry: Registry, connections: Connections) -> None:
        self._tables = tables
        self._registry = registry
        self._records: Dict[int, Record] = {}
        self._groups: Dict[Hashable, Group] = {}
        self._connections = connections
        self._group_ids = itertools.count(1)
        self._rows: Dict[int, Client] = {}
        self._audit: Iterator[int] = iter(())
        self._under_way: Callable[[], bool] = lambda: False

    # --- what the hooks saw ------------------------------------------------------------------

    def created(self, seen: observe.Created) -> None:
        """A client was made; it may have been collected since."""
        name = names.client_name(seen.id)
        group = self._group(seen.look, seen.at)
        row = Client(
            id=seen.id,
            alias=group.id,
            database=self._database(seen.look) or "",
            uri=seen.uri,
            login=seen.login,
            asked_alias=seen.asked_alias,
            dedicated=seen.dedicated,
            thread=seen.thread,
            site=seen.site,
            created=seen.at,
            closed=None,
            closed_by="",
        )
        self._settle(group, seen.look, seen.at, f"{name}, made by {seen.site},")
        record = self._records[seen.id] = Record(seen.client, row, group)
        group.add(record, seen.id)
        self._rows[seen.id] = row

    def closed(self, seen: observe.Closed) -> None:
        """close() returned: who else lost the connection is looked up at once."""
        record = self._records.get(seen.id)
        if record is None:
            return
        group = record.group
        had = group.connection
        others = [client for client in group.ids() if client != seen.id]
        cause = f"{names.client_name(seen.id)}.close() from {seen.site}"
        record.row = replace(record.row, closed=seen.at, closed_by=seen.site)
        self._rows[seen.id] = record.row
        self._place(record, seen.look, seen.at, cause, tell=False)
        if group is not record.group:
            self._look_again(group, seen.at, cause, tell=False)
        touched = names.ranges(others)
        text = cause
        if had is not None and others:
            who = names.clients(touched)
            broke = group.connection is None
            text = f"{cause} broke {who}" if broke else f"{cause}; {who} kept the connection"
            touched = touched if broke else ()
        self._tables.log(seen.at, "closed", text, seen.id, touched if had is not None else ())

    def moved(self, seen: observe.Moved) -> None:
        """use_database() returned."""
        record = self._records.get(seen.id)
        if record is None:
            return
        name = names.client_name(seen.id)
        self._place(record, seen.look, seen.at, f"{name}.use_database() from {seen.site}")

    def collected(self, seen: observe.Collected) -> None:
        """A client is gone; its alias may not be."""
        record = self._records.pop(seen.id, None)
        if record is None:
            return
        group = record.group
        group.discard(record, seen.id)
        self._rows.pop(seen.id, None)
        self._tables.drop("clients", seen.id)
        name = names.client_name(seen.id)
        if record.row.closed is not None:
            self._tables.log(seen.at, "dropped", f"{name} is gone; it had been closed", seen.id)
            return
        group.dropped += 1
        handler = group.handler() if group.handler is not None else None
        group.registered = self._registry.registered(group.key, handler)
        rest = names.ranges(group.ids())
        if not group.registered:
            text = f"{name} was dropped without close(); its alias was gone already"
        elif rest:
            text = (
                f"{name} was dropped without close(); "
                f"its alias {group.text} is still used by {names.clients(rest)}"
            )
        else:
            text = f"{name} was dropped without close(): its alias {group.text} leaks"
        self._tables.log(seen.at, "dropped", text, seen.id)
        self._tables.put("aliases", group.row())

    # --- what a tick looks at ----------------------------------------------------------------

    def look_around(self, under_way: Callable[[], bool]) -> None:
        """Resolve every alias anew, read the registry, and audit some clients.

        Args:
            under_way: whether a hooked call may be changing things right now. What it
                changes is then left to its own note, which knows the cause, for a while.
        """
        now = time.time()
        self._under_way = under_way
        entries = {entry.key: entry for entry in self._registry.entries()}
        for key, entry in entries.items():
            group = self._groups.get(key)
            if group is None or not group.members:
                found = Look(key, weakref.ref(entry.handler), "", "", None)
                self._settle(self._group(found, now), found, now, "")
            del entry
        for group in list(self._groups.values()):
            registered = group.key in entries
            if registered != group.registered:
                group.registered = registered
                self._tables.put("aliases", group.row())
            if group.members:
                self._look_again(group, now, "")
            elif not registered:
                del self._groups[group.key]
                self._tables.drop("aliases", group.id)
        entries.clear()
        self._look_at_some(now)
        self._connections.forget({group.connection for group in self._groups.values()})

    def routes(self) -> List[Route]:
        """Each distinct (connection, database) that live clients use."""
        found: Dict[Tuple[int, str], Route] = {}
        for group in self._groups.values():
            handler = group.handler() if group.handler is not None else None
            if handler is None or group.connection is None:
                continue
            for database in list(group.members):
                key = (group.connection, database)
                client = self._alive(group.first(database))
                if key not in found and client is not None:
                    found[key] = Route(key, handler, self._registry.context(client))
        return list(found.values())

    def users(self, connection: int, database: str) -> names.Ranges:
        """The clients that a verdict speaks for."""
        ids: List[int] = []
        for group in self._groups.values():
            if group.connection == connection:
                ids.extend(group.members.get(database, ()))
        return names.ranges(ids)

    def speaks(self, connection: int, database: str) -> bool:
        """Whether a client still resolves to this connection, now that somebody looks.

        A probe that was under way while its connection was closed speaks for nobody.
        """
        for group in self._groups.values():
            client = self._alive(group.first(database)) if group.connection == connection else None
            if client is not None:
                found = self._registry.look(client).handler
                handler = found() if found is not None else None
                if handler is not None and self._connections.id_of(handler) == connection:
                    return True
        return False

    def flush(self) -> None:
        """Write the rows of clients that changed, at once rather than one by one."""
        rows, self._rows = self._rows, {}
        if rows:
            self._tables.put("clients", *rows.values())

    # --- inside ------------------------------------------------------------------------------

    def _group(self, look: Look, at: float) -> Group:
        group = self._groups.get(look.key)
        if group is None:
            handler = look.handler() if look.handler is not None else None
            text = self._registry.text(look.key, handler)
            group = self._groups[look.key] = Group(next(self._group_ids), look.key, text, at)
            group.registered = self._registry.registered(look.key, handler)
        return group

    def _place(
        self, record: Record, look: Look, at: float, cause: str, *, tell: bool = True
    ) -> None:
        """Put a client where its look says it is, and settle that group."""
        client = record.row.id
        database = self._database(look) or record.database
        group = self._group(look, at)
        if group is not record.group or database != record.database:
            record.group.discard(record, client)
            record.database = database
            group.add(record, client)
            record.row = replace(record.row, alias=group.id, database=database)
            self._rows[client] = record.row
        self._settle(group, look, at, cause, tell=tell)

    def _settle(
        self, group: Group, look: Look, at: float, cause: str, *, tell: bool = True
    ) -> None:
        """Note what a group resolves to; on a change, say so and since when."""
        handler = look.handler() if look.handler is not None else None
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
            group.since, group.cause = at, cause
            if tell:
                self._tell(group, before, at, cause)
        self._tables.put("aliases", group.row())

    def _tell(self, group: Group, before: Optional[int], at: float, cause: str) -> None:
        touched = names.ranges(group.ids())
        if not touched:
            return
        who, by = names.clients(touched), cause or "something the agent did not see"
        if group.connection is None:
            kind, text = "broke", f"{by} broke {who}: {group.error[0]}: {group.error[1]}"
        elif before is None:
            kind, text = "revived", f"{by} gave {who} a connection again"
        else:
            kind, text = "moved", f"{by} put {who} on another connection"
        self._tables.log(at, kind, text, None, touched)

    def _rebase(self, group: Group, database: Optional[str], at: float, cause: str) -> None:
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
            record.row = self._rows[client] = replace(record.row, database=database)
        touched = names.ranges(moved)
        by = cause or "something the agent did not see"
        text = f"{by} moved {names.clients(touched)} to database {database}"
        self._tables.log(at, "moved", text, None, touched)

    def _look_again(self, group: Group, at: float, cause: str, *, tell: bool = True) -> None:
        client = self._alive(group.first())
        if client is None:
            return
        look = self._registry.look(client)
        if look.key == group.key and (cause or not self._defer(group, look)):
            self._settle(group, look, at, cause, tell=tell)

    def _defer(self, group: Group, look: Look) -> bool:
        """Whether a change without a known cause should wait for a hook's note.

        Asked after the look: a call that caused what the look saw had begun before it.
        """
        handler = look.handler() if look.handler is not None else None
        connection = self._connections.id_of(handler)
        same = (connection, (look.error_class, look.error)) == (group.connection, group.error)
        database = self._registry.connection_database(handler)
        if same and (database is None or database in group.members):
            group.deferred = 0
            return False
        group.deferred += 1
        return group.deferred <= MOST_DEFERRALS and self._under_way()

    def _look_at_some(self, now: float) -> None:
        """Look at the next few clients in turn, for what their group does not speak of."""
        for _ in range(AUDITED_PER_TICK):
            client = next(self._audit, None)
            if client is None:
                self._audit = iter(tuple(self._records))
                return
            record = self._records.get(client)
            alive = self._alive(client)
            if record is None or alive is None:
                continue
            look = self._registry.look(alive)
            database = look.database or record.database
            changed = look.key != record.group.key or database != record.database
            if changed and not self._under_way():  # else its own note will tell
                self._place(record, look, now, "")

    def _alive(self, client: Optional[int]) -> Optional[Any]:
        record = self._records.get(client) if client is not None else None
        return record.ref() if record is not None else None

    def _database(self, look: Look) -> Optional[str]:
        if look.database is not None or look.handler is None:
            return look.database
        return self._registry.connection_database(look.handler())
