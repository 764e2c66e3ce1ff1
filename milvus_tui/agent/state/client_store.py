"""The agent's book of clients, aliases and connections: what was seen, in, rows out.

Only the agent's own thread writes here. Every entry is made from a look (`common.Look`):
what a client really resolved to at that moment.
"""

from __future__ import annotations

import time
import weakref
from dataclasses import replace
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.detectors import Detectors
from milvus_tui.agent.findings.differences import DATABASE, differences
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_sites import CallSites
from milvus_tui.agent.hooks.requested import NOTHING
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import Resolution
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.alias_store import UNKNOWN_CAUSE, UNKNOWN_CAUSE_TEXT, AliasStore, ChangeCause
from milvus_tui.agent.state.close_reporter import CloseReporter
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.event_loops import EventLoops
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Client, client_names

AUDITED_PER_TICK = 32
"""Clients looked at each tick in turn, whatever their number: finds what no hook can see."""


DEFERRED_SECONDS = 5.0
"""How long a change waits for the note of a call that may have caused it."""


class ClientStore(Clients):
    """Keeps records and groups, and writes their rows and events into the tables."""

    def __init__(self, tables: Tables, registry: Registry, connections: ConnectionStore) -> None:
        self._tables = tables
        self._registry = registry
        self._connections = connections
        self._records: Dict[int, ClientRecord] = {}
        self._rows: Dict[int, Client] = {}
        self._audit: Iterator[int] = iter(())
        self._under_way: Callable[[], bool] = lambda: False
        self.sites = CallSites(tables)
        connections.on_open = lambda place: self.sites.count(place, opened=1)
        self._loops = EventLoops(tables)
        self.detectors = Detectors(tables, self, self.sites, self._loops)
        self.close_reporter = CloseReporter(tables, self, self.detectors.collateral_close)
        self.aliases = AliasStore(
            tables, registry, connections, self._records, self._update_differences, self._moved
        )

    def record(self, client: int) -> Optional[ClientRecord]:
        """A client that is alive."""
        return self._records.get(client)

    def records(self) -> Iterable[ClientRecord]:
        """All clients that are alive."""
        return list(self._records.values())

    def groups(self) -> Iterable[AliasGroup]:
        """All aliases that are known."""
        return self.aliases.all()

    # --- what the hooks saw ------------------------------------------------------------------

    def created(self, seen: notes.Created) -> None:
        """A client was made; it may have been collected since."""
        name, asked, who = client_names.client_name(seen.id), seen.requested, seen.caller
        place, site = self.sites.id_of(who.stack), self.sites.text(who.stack)
        group = self.aliases.group_of(seen.resolution, who.at)
        row = Client(
            id=seen.id,
            alias=group.id,
            database=seen.resolution.effective_database or "",
            uri=asked.uri,
            login=asked.login,
            requested_alias=asked.alias,
            dedicated=asked.dedicated,
            thread=who.thread,
            site=site,
            created=who.at,
            closed=None,
            closed_by="",
            class_name=seen.class_name,
            requested_database=asked.database,
            place=place,
            task=who.task,
            loop=self._loops.id_of(seen.loop, who.thread),
        )
        cause = ChangeCause(f"{name}, made by {site},", seen.id, place, can_move_database=False)
        self._connections.opener = (place, site)
        self.aliases.update(group, seen.resolution, who.at, cause)
        record = self._records[seen.id] = ClientRecord(seen.client, row, group, asked)
        group.add(record, seen.id)
        self._rows[seen.id] = row
        self._update_differences(record, who.at)
        self.detectors.created(record, who.at)

    def inherited(self, client: "weakref.ref[Any]", row: Client) -> None:
        """A forked child has a client of its parent's."""
        alive = client()
        if alive is None:
            return
        now = time.time()
        resolution = self._registry.resolve(alive)
        group = self.aliases.group_of(resolution, now)
        database = resolution.effective_database or row.database
        row = replace(row, alias=group.id, database=database, inherited=True, place=0, loop=None)
        self.aliases.update(group, resolution, now, UNKNOWN_CAUSE)
        record = self._records[row.id] = ClientRecord(client, row, group, NOTHING)
        group.add(record, row.id)
        self._rows[row.id] = row

    def closed(self, seen: notes.Closed) -> None:
        """close() returned: who else lost the connection is looked up at once."""
        record = self._records.get(seen.id)
        if record is None:
            return
        at, stack = seen.caller.at, seen.caller.stack
        place, site = self.sites.id_of(stack), self.sites.text(stack)
        group = record.group
        had = group.connection
        others = [client for client in group.ids() if client != seen.id]
        text = f"{client_names.client_name(seen.id)}.close() from {site}"
        cause = ChangeCause(text, seen.id, place, can_move_database=False)
        again = record.row.closed is not None
        record.row = replace(
            record.row,
            closed=at,
            closed_by=site,
            closed_place=place,
            closed_thread=seen.caller.thread,
        )
        self._rows[seen.id] = record.row
        self._update_client(record, seen.resolution, at, cause, report=False)
        if group is not record.group:
            self._resolve_group(group, at, cause, report=False)
        self.detectors.closed(record, group, again, at, cause.text)
        if had is not None and (group.connection is None or not group.members):
            opening = self._connections.opened(had)
            self.detectors.short_lived_connections.connection_unused(had, opening, at)
        self.close_reporter.report(group, had, others, cause, at)

    def moved(self, seen: notes.Moved) -> None:
        """use_database() returned, or a first connect."""
        record = self._records.get(seen.id)
        if record is None:
            return
        at, stack, name = seen.caller.at, seen.caller.stack, client_names.client_name(seen.id)
        place, site = self.sites.id_of(stack), self.sites.text(stack)
        what = "first call"
        if seen.database is not None:
            what = "use_database()"
            record.row = replace(record.row, requested_database=seen.database)
            record.requested = record.requested._replace(database=seen.database)
            self._rows[seen.id] = record.row
        elif record.row.loop is None:
            # Made outside of any loop, it belongs to the one in which it connected.
            loop = self._loops.id_of(seen.loop, seen.caller.thread)
            record.row = self._rows[seen.id] = replace(record.row, loop=loop)
            self.detectors.bound(record)
        self._connections.opener = (record.row.place, record.row.site)
        self._update_client(record, seen.resolution, at, ChangeCause(f"{name}.{what} from {site}", seen.id, place))
        self._update_differences(record, at)

    def collected(self, seen: notes.Collected) -> None:
        """A client is gone; its alias may not be."""
        record = self._records.pop(seen.id, None)
        if record is None:
            return
        group = record.group
        group.discard(record, seen.id)
        self._rows.pop(seen.id, None)
        self._tables.drop("clients", seen.id)
        name = client_names.client_name(seen.id)
        # Where it is gone by now, a call whose note is still to come may have taken it.
        group.registered = self._registry.registered(group.key) or (
            group.connection is not None and self._under_way()
        )
        self.detectors.collected(record, seen.at)
        if record.row.closed is not None:
            self._tables.log(seen.at, "dropped", f"{name} is gone; it had been closed", seen.id)
            return
        group.dropped += 1
        rest = client_names.ranges(group.ids())
        if not group.registered:
            text = f"{name} was dropped without close(); its alias was gone already"
        elif rest:
            text = (
                f"{name} was dropped without close(); "
                f"its alias {group.text} is still used by {client_names.clients(rest)}"
            )
        else:
            text = f"{name} was dropped without close(): its alias {group.text} leaks"
        self._tables.log(seen.at, "dropped", text, seen.id)
        self.aliases.write(group)

    def used(self, seen: notes.Used) -> None:
        """A client was used in a way that is wrong."""
        record = self._records.get(seen.id)
        if record is not None:
            self.detectors.used(record, seen)

    def failed(self, seen: notes.Failed) -> None:
        """A client that is not closed was used, and found no connection."""
        self.detectors.collateral_close.failed(seen.id)

    # --- what a tick looks at ----------------------------------------------------------------

    def scan(self, pending_calls: Callable[[], bool]) -> None:
        """Resolve every alias anew, read the registry, and audit some clients.

        Args:
            pending_calls: whether a hooked call may be changing things right now. What it
                changes is then left to its own note, which knows the cause, for a while.
        """
        now = time.time()
        self._under_way = pending_calls
        self._connections.opener = (0, "")
        entries = {entry.key: entry for entry in self._registry.entries()}
        for key, entry in entries.items():
            group = self.aliases.find(key)
            if group is None or not group.members:
                found = self._registry.resolve_entry(entry)
                self.aliases.update(self.aliases.group_of(found, now), found, now, UNKNOWN_CAUSE)
            del entry
        for group in self.aliases.all():
            registered = group.key in entries
            # One that is gone may be so by a call whose note is still to come.
            if registered != group.registered and (registered or not self._awaits_note(group)):
                group.registered = registered
                self.aliases.write(group)
            if group.members:
                self._resolve_group(group, now, UNKNOWN_CAUSE)
            elif registered:
                group.deferred_since = None
            elif not self._awaits_note(group):
                self.aliases.remove(group)
        entries.clear()
        self._audit_some(now)
        self._loops.update_states(now)
        self._connections.keep_only({group.connection for group in self.aliases.all()})

    def flush(self) -> None:
        """Write the rows of clients that changed, at once rather than one by one."""
        rows, self._rows = self._rows, {}
        if rows:
            self._tables.put("clients", *rows.values())

    # --- inside ------------------------------------------------------------------------------

    def _update_client(
        self, record: ClientRecord, resolution: Resolution, at: float, cause: ChangeCause, *, report: bool = True
    ) -> None:
        """Put a client where its look says it is, and settle that group."""
        client = record.row.id
        database = resolution.effective_database or record.database
        group = self.aliases.group_of(resolution, at)
        if group is not record.group or database != record.database:
            record.group.discard(record, client)
            record.database = database
            group.add(record, client)
            record.row = replace(record.row, alias=group.id, database=database)
            self._rows[client] = record.row
        self.aliases.update(group, resolution, at, cause, report=report)

    def _update_differences(self, record: ClientRecord, at: float) -> None:
        """In what a client's connection is not what it asked for, after a change of either."""
        asked, facts = record.requested, record.group.connection_info
        if facts is None:
            return
        found = differences(asked, facts, self._registry.honors_alias(record.group.key, asked.alias))
        fresh = record.row.created == at
        wanted = asked.database or "default"
        # Who is moved later is told of as moved, with who did it.
        wrong = asked.uri and record.database not in ("", wanted)
        if wrong and (fresh or DATABASE in record.row.differs):
            found = (*found, DATABASE)
        if found != record.row.differs:
            record.row = self._rows[record.row.id] = replace(record.row, differs=found)
            if not fresh:
                self.detectors.changed(record, at)

    def _moved(self, cause: ChangeCause, moved: List[int], database: str, at: float) -> None:
        self._rows.update((client, self._records[client].row) for client in moved)
        self.detectors.moved_to_another_database.moved(
            cause.text or UNKNOWN_CAUSE_TEXT, cause.client, cause.place, moved, database, at
        )

    def _resolve_group(self, group: AliasGroup, at: float, cause: ChangeCause, *, report: bool = True) -> None:
        client = self.alive(group.oldest_client())
        if client is None:
            return
        resolution = self._registry.resolve(client)
        if resolution.key == group.key and (cause.text or not self._should_defer(group, resolution)):
            self.aliases.update(group, resolution, at, cause, report=report)

    def _should_defer(self, group: AliasGroup, resolution: Resolution) -> bool:
        """Whether a change without a known cause should wait for a hook's note.

        Asked after the look: a call that caused what the look saw had begun before it.
        """
        if self.aliases.matches(group, resolution):
            group.deferred_since = None
            return False
        return self._awaits_note(group)

    def _awaits_note(self, group: AliasGroup) -> bool:
        now = time.monotonic()
        if group.deferred_since is None:
            group.deferred_since = now
        return now - group.deferred_since < DEFERRED_SECONDS and self._under_way()

    def _audit_some(self, now: float) -> None:
        """Look at the next few clients in turn, for what their group does not speak of."""
        for _ in range(AUDITED_PER_TICK):
            client = next(self._audit, None)
            if client is None:
                self._audit = iter(tuple(self._records))
                return
            record = self._records.get(client)
            alive = self.alive(client)
            if record is None or alive is None:
                continue
            resolution = self._registry.resolve(alive)
            database = resolution.database or record.database
            changed = resolution.key != record.group.key or database != record.database
            if changed and not self._under_way():  # else its own note will tell
                self._update_client(record, resolution, now, UNKNOWN_CAUSE)

    def alive(self, client: Optional[int]) -> Optional[Any]:
        """A client itself, if it is alive. Keep it for no longer than a resolution."""
        record = self._records.get(client) if client is not None else None
        return record.ref() if record is not None else None
