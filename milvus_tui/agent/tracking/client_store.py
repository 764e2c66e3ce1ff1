"""Stores the clients: processes the notes of the hooks, and writes rows and events.

Only the agent's own thread writes here. Every update comes from a `Resolution`: what a client
actually resolved to at that moment.
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from typing import Any, Dict, Iterable, List, Optional

from milvus_tui.agent import clocks
from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.detectors import Detectors
from milvus_tui.agent.findings.differences import DATABASE, differences
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.remaining_code import has_more_to_do
from milvus_tui.agent.hooks.requested import NOTHING
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import Resolution
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.alias_store import (
    UNKNOWN_CAUSE,
    UNKNOWN_CAUSE_TEXT,
    AliasStore,
    ChangeCause,
)
from milvus_tui.agent.state.connection_store import ConnectionOpening, ConnectionStore
from milvus_tui.agent.state.embedded_servers import EmbeddedServers
from milvus_tui.agent.state.event_loops import EventLoops
from milvus_tui.agent.state.site_store import SiteStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.tracking.close_reporter import CloseReporter
from milvus_tui.agent.tracking.drop_reporter import DropReporter
from milvus_tui.agent.tracking.scanner import Scanner
from milvus_tui.wire import Client, Site, client_names


class ClientStore(Clients):
    """Keeps a record of each live client. Used by the agent's own thread only.

    Args:
        tables: where rows and events go.
        registry: the adapter for this pymilvus.
        connections: gives connection objects their ids.
    """

    def __init__(self, tables: Tables, registry: Registry, connections: ConnectionStore) -> None:
        self._tables = tables
        self.registry = registry
        self._connections = connections
        self._records: Dict[int, ClientRecord] = {}
        self._rows: Dict[int, Client] = {}
        self.sites = SiteStore(tables)
        connections.on_open = lambda place: self.sites.count(place, opened=1)
        self._loops = EventLoops(tables)
        self.detectors = Detectors(tables, self, self.sites, self._loops)
        self.embedded = EmbeddedServers(tables)
        self.close_reporter = CloseReporter(tables, self, self.detectors.collateral_close)
        self.aliases = AliasStore(
            tables, registry, connections, self._records, self._update_differences, self._moved
        )
        self._drops = DropReporter(tables, self.aliases)
        self.scanner = Scanner(
            registry, self.aliases, connections, self._loops, self._records, self._update_client
        )

    def record(self, client: int) -> Optional[ClientRecord]:
        """Return the record of a client; None once the client was collected."""
        return self._records.get(client)

    def records(self) -> Iterable[ClientRecord]:
        """Return the records of all live clients."""
        return list(self._records.values())

    def opening(self, connection: int) -> ConnectionOpening:
        """Return where and when a connection was opened."""
        return self._connections.opened(connection)

    def groups(self) -> Iterable[AliasGroup]:
        """Return all alias groups."""
        return self.aliases.all()

    # --- notes -------------------------------------------------------------------------------

    def created(self, note: notes.Created) -> None:
        """Process the creation of a client, which may have been collected since."""
        name, requested, caller = client_names.client_name(note.id), note.requested, note.caller
        place, site = self.sites.id_of(caller.stack), self.sites.text(caller.stack)
        group = self.aliases.group_of(note.resolution, caller.at)
        row = Client(
            id=note.id,
            alias=group.id,
            database=note.resolution.effective_database or "",
            uri=requested.uri,
            login=requested.login,
            requested_alias=requested.alias,
            dedicated=requested.dedicated,
            thread=caller.thread,
            site=site,
            created=caller.at,
            closed=None,
            closed_by="",
            class_name=note.class_name,
            requested_database=requested.database,
            place=place,
            task=caller.task,
            loop=self._loops.id_of(note.loop, caller.thread),
            is_async=note.is_async,
        )
        cause = ChangeCause(f"{name}, created by {site},", note.id, place, can_move_database=False)
        self._connections.opener, self._connections.opening = (place, site), requested.settings
        self.aliases.update(group, note.resolution, caller.at, cause)
        if note.resolution.connection is not None:
            number = note.resolution.connection.number
            self._connections.claim(number, caller.at - note.seconds, caller.at)
        record = self._records[note.id] = ClientRecord(note.client, row, group, requested)
        record.opened = self._connections.opened_at(group.connection, caller.at)
        group.add(record, note.id)
        self._rows[note.id] = row
        self._update_differences(record, caller.at)
        self._look_at_file(record)
        self.detectors.created(record, caller.at)

    def _look_at_file(self, record: ClientRecord) -> None:
        """Record which embedded server serves a new client, and whether it has lost its file."""
        file, info = record.requested.file, record.group.connection_info
        if file is not None and info is not None:
            self.embedded.look(clocks.wall())  # `at` may be earlier than what is seen now
            record.opened_lost_file = self.embedded.lost_at_creation(file, info.address)

    def inherited(self, client: "weakref.ref[Any]", row: Client, site: Optional[Site]) -> None:
        """Store a client that a forked child inherited from its parent.

        Args:
            client: the client.
            row: the parent's row.
            site: where the parent created the client; None if that is unknown.
        """
        alive = client()
        if alive is None:
            return
        now = clocks.wall()
        resolution = self.registry.resolve(alive)
        group = self.aliases.group_of(resolution, now)
        database = resolution.effective_database or row.database
        row = replace(row, alias=group.id, database=database, inherited=True, place=0, loop=None)
        self.aliases.update(group, resolution, now, UNKNOWN_CAUSE)
        record = self._records[row.id] = ClientRecord(client, row, group, NOTHING)
        record.inherited_place = self.sites.adopt(site) if site is not None else 0
        group.add(record, row.id)
        self._rows[row.id] = row

    def closed(self, note: notes.Closed) -> None:
        """Process a close(): find the clients that the close breaks."""
        record = self._records.get(note.id)
        if record is None:
            return
        at, stack = note.caller.at, note.caller.stack
        place, site = self.sites.id_of(stack), self.sites.text(stack)
        group = record.group
        before = group.connection
        others = [client for client in group.ids() if client != note.id]
        text = f"{client_names.client_name(note.id)}.close() from {site}"
        cause = ChangeCause(text, note.id, place, can_move_database=False)
        again = record.row.closed is not None
        record.row = replace(
            record.row,
            closed=at,
            closed_by=site,
            closed_place=place,
            closed_thread=note.caller.thread,
        )
        self._rows[note.id] = record.row
        self._update_client(record, note.resolution, at, cause, report=False)
        if group is not record.group:
            self.scanner.resolve_group(group, at, cause, report=False)
        self.detectors.closed(record, group, again, at, cause.text)
        if before is not None and (group.connection is None or not group.members):
            opening = self._connections.opened(before)
            self.detectors.short_lived.connection_unused(before, opening, at)
        self.close_reporter.report(group, before, others, cause, at, note.caller.thread)

    def moved(self, note: notes.Moved) -> None:
        """Process a use_database() or the first connect of an async client."""
        record = self._records.get(note.id)
        if record is None:
            return
        at, stack, name = note.caller.at, note.caller.stack, client_names.client_name(note.id)
        place, site = self.sites.id_of(stack), self.sites.text(stack)
        method = "first call"
        if note.database is not None:
            method = "use_database()"
            record.row = replace(record.row, requested_database=note.database)
            record.requested = record.requested._replace(database=note.database)
            self._rows[note.id] = record.row
        elif record.row.loop is None:
            # A client created outside of any loop belongs to the loop in which it connects.
            loop = self._loops.id_of(note.loop, note.caller.thread)
            record.row = self._rows[note.id] = replace(record.row, loop=loop)
            self.detectors.bound(record)
        if note.database is None and note.resolution.connection is not None:
            targets = (note.resolution.connection.address, record.requested.address)
            self.detectors.connected(place, targets, f"{name}, used by {site}", at)
        self._connections.opener = (record.row.place, record.row.site)
        self._connections.opening = record.requested.settings
        self._update_client(
            record, note.resolution, at, ChangeCause(f"{name}.{method} from {site}", note.id, place)
        )
        opened = self._connections.opened_at(record.group.connection, at)
        record.opened = record.opened if opened is None else opened
        self._update_differences(record, at)

    def collected(self, note: notes.Collected) -> None:
        """Process the collection of a client, whose alias may remain."""
        record = self._records.pop(note.id, None)
        if record is None:
            return
        group = record.group
        group.discard(record, note.id)
        self._rows.pop(note.id, None)
        self._tables.drop("clients", note.id)
        # A pending call may have removed the alias after the client was collected.
        group.registered = self.registry.registered(group.key) or (
            group.connection is not None and self.scanner.has_pending_calls()
        )
        record.at_the_end = not has_more_to_do(note.running)
        self.detectors.collected(record, note.at)
        was_closed = record.row.closed is not None
        group.dropped += not was_closed
        self._drops.add(note.id, group, was_closed, note.at)

    def short_lived(self, note: notes.ShortLived) -> None:
        """Process clients that are counted, and not listed: the first one of them was."""
        caller = note.created.caller
        origin = self.sites.id_of(caller.stack), self.sites.text(caller.stack)
        group = self.aliases.find(note.created.resolution.key)
        if group is not None:
            group.dropped += note.number
        at_the_end = not has_more_to_do(note.last.running)
        self.detectors.short_lived_clients(origin, group, note, at_the_end)
        number = f"{note.number:,} short-lived {'client' if note.number == 1 else 'clients'}"
        text = f"{number} created by {origin[1]} and dropped: counted, not listed"
        self._tables.log(note.last.at, "dropped", text)

    def used(self, note: notes.Used) -> None:
        """Process a wrong use of a client."""
        record = self._records.get(note.id)
        if record is not None:
            self.detectors.used(record, note)

    def failed(self, note: notes.Failed) -> None:
        """Process a failed call of a client that is not closed and finds no connection."""
        self.detectors.collateral_close.failed(note.id)

    def flush(self) -> None:
        """Write what has changed since the last time: rows, events of drops, counts of sites."""
        rows, self._rows = self._rows, {}
        if rows:
            self._tables.put("clients", *rows.values())
        self._drops.flush()
        self.sites.flush()

    # --- updates -----------------------------------------------------------------------------

    def _update_client(
        self,
        record: ClientRecord,
        resolution: Resolution,
        at: float,
        cause: ChangeCause,
        *,
        report: bool = True,
    ) -> None:
        """Put a client into the group that it resolves to, and update that group."""
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
        """Compare a client's connection with what was requested, after either changed."""
        requested, info = record.requested, record.group.connection_info
        if info is None or record.row.closed is not None:
            return  # a closed client may resolve again, to what another client requested
        found = differences(
            requested, info, self.registry.honors_alias(record.group.key, requested.alias)
        )
        is_new = record.row.created == at
        wanted = requested.database or "default"
        # A client that is moved later gets another finding, which names the call that moved it.
        wrong = requested.uri and record.database not in ("", wanted)
        if wrong and (is_new or DATABASE in record.row.differs):
            found = (*found, DATABASE)
        own = record.opened == info.number
        ignored = () if own else self._connections.ignored(info, requested.settings)
        shown = tuple((each.name, each.shown) for each in ignored)
        if (found, shown) != (record.row.differs, record.row.ignored):
            record.row = replace(record.row, differs=found, ignored=shown)
            self._rows[record.row.id] = record.row
            if not is_new:
                self.detectors.changed(record, at)

    def _moved(self, cause: ChangeCause, moved: List[int], database: str, at: float) -> None:
        self._rows.update((client, self._records[client].row) for client in moved)
        self.detectors.moved.moved(
            cause.text or UNKNOWN_CAUSE_TEXT, cause.client, cause.place, moved, database, at
        )

    def alive(self, client: Optional[int]) -> Optional[Any]:
        """Return a client itself, if it is alive. Drop the reference right after its use."""
        record = self._records.get(client) if client is not None else None
        return record.ref() if record is not None else None
