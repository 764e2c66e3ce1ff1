"""Stores the ORM's aliases: who connected, used and disconnected them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence, Set, Tuple, Union

from milvus_tui.agent import clocks, masking
from milvus_tui.agent.findings.alias_not_connected import Missed
from milvus_tui.agent.findings.short_lived_connections import ORM
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_sites import NO_STACK
from milvus_tui.agent.hooks.notes import Miss
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.alias_store import UNKNOWN_CAUSE, ChangeCause
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.orm_records import (
    MOST_CONNECTS,
    InheritedAlias,
    OrmClose,
    OrmConnect,
    OrmRecord,
    OrmRecords,
)
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.tracking.client_store import ClientStore
from milvus_tui.agent.tracking.orm_causes import OrmCauses
from milvus_tui.wire import OrmAlias

_LOGIN = re.compile("unauth|authorization", re.IGNORECASE)
"""What the error of a server says that wants a login."""

MOST_HELD = 200
"""Failed calls that wait for the note of a disconnect()."""

HELD_SECONDS = 1.0
"""How long a failed call waits for the note of the disconnect() that caused the failure."""


class OrmStore:
    """Processes the notes of the ORM, and tells the detectors.

    Args:
        client_store: the clients and aliases; up to 2.6.9 clients and the ORM share aliases.
        tables: where rows and events go.
        connections: gives connection objects their ids.
    """

    def __init__(
        self, client_store: ClientStore, tables: Tables, connections: ConnectionStore
    ) -> None:
        self._client_store = client_store
        self._detectors = client_store.detectors
        self._tables = tables
        self._connections = connections
        self._records = OrmRecords(tables)
        self._causes = OrmCauses(self._records, client_store)
        self._held: List[notes.OrmMissed] = []
        """Failed calls whose alias is connected as far as the notes tell."""
        client_store.close_reporter.on_orm_close = self._closed_by_client

    def row_of(self, alias: str) -> Optional[OrmAlias]:
        """Return the row of an alias that is connected now; None for none."""
        record = self._records.find(alias)
        return record.row if record is not None and record.connection else None

    def flush(self) -> None:
        """Write the rows with the present counts."""
        late = clocks.wall() - HELD_SECONDS
        if self._held and self._held[0].caller.at < late:
            self._judge_late(self._held.pop(0))
        self._records.write()

    # --- notes -------------------------------------------------------------------------------

    def connected(self, note: notes.Connected) -> None:
        """Process a `connections.connect()` of the program."""
        aliases, sites, at = self._client_store.aliases, self._client_store.sites, note.caller.at
        info = note.resolution.connection
        if info is None:
            return  # another thread disconnected it at once, and its note tells
        group = aliases.group_of(note.resolution, at)
        site = sites.text(note.caller.stack)
        before = group.connection
        group.orm, group.thread = True, note.caller.thread
        group.place = sites.id_of(note.caller.stack)
        self._connections.opener, self._connections.opening = (group.place, site), None
        cause = ChangeCause(f"connections.connect() by {site}", 0, group.place)
        aliases.update(group, note.resolution, at, cause)
        self._connections.claim(info.number, 0.0, at)
        aliases.write(group)
        if before is not None and before != info.number:
            self._ended(before, at)
        self._record_connect(note, info, group, site)
        self._causes.connected(note.alias)
        by = f"connected by {site}"
        self._detectors.connected(
            group.place, (info.address,), f"connections.connect() by {site}", at
        )
        self._detectors.alias_not_connected.connected(note.alias, note.caller.thread, by, at)
        self._detectors.collateral_close.orm_connected(note.alias, by, at)
        self._detectors.used_after_fork.alias_ended(note.alias, by, at)
        self._tables.log(at, "spawned", f"ORM alias {group.text} connected by {site}")

    def configured(self, note: notes.Configured) -> None:
        """Process a `connections.add_connection()`."""
        site = self._client_store.sites.text(note.caller.stack)
        for alias in note.aliases:
            self._causes.configured(alias, site)

    def connect_failed(self, note: notes.ConnectFailed) -> None:
        """Process a `connections.connect()` that raised, which may have removed the alias."""
        sites = self._client_store.sites
        site, place = sites.text(note.caller.stack), sites.id_of(note.caller.stack)
        text = f"connections.connect({note.alias!r}) by {site} failed with {note.error_class}"
        if note.connection:
            text += ", which removed the alias"
            self._removed(note, note.connection, text, place, False)
        record = self._records.find(note.alias)
        if record is not None and record.connection:
            row = record.row
            connected = f"{note.alias!r} is connected to {row.address} by {row.connected_by}"
            self._tables.log(note.caller.at, "failing", f"{text}: {connected}")
        without_login = "login" not in note.named and bool(_LOGIN.search(note.error))
        self._causes.failed(note.alias, f"{text}: {note.error}", place, without_login)

    def disconnected(self, note: notes.Disconnected) -> None:
        """Process a `connections.disconnect()` of the program."""
        sites = self._client_store.sites
        site, place = sites.text(note.caller.stack), sites.id_of(note.caller.stack)
        by = "pymilvus (keep_alive)" if note.keep_alive else site
        text = f"connections.disconnect({note.alias!r}) by {by}"
        close = self._removed(note, note.connection, text, place, note.keep_alive)
        if close is not None:
            for call in note.running:
                miss = Miss(note.alias, note.connection)
                where = sites.id_of(call.stack), sites.text(call.stack)
                self._detectors.collateral_close.orm_hit(close, miss, call.thread, where)

    def connected_aliases(self, aliases: Sequence[str]) -> List[InheritedAlias]:
        """Return what a forked child inherits.

        Args:
            aliases: as pymilvus has them, not masked.
        """
        found = []
        for alias in aliases:
            record = self._records.find(masking.alias(alias))
            row, stack = (record.row, record.stack) if record is not None else (None, NO_STACK)
            found.append(InheritedAlias(alias, row, stack))
        return found

    def inherited(self, given: InheritedAlias) -> None:
        """Store an alias that a forked child has from its parent."""
        alias, now, sites = masking.alias(given.alias), clocks.wall(), self._client_store.sites
        resolution = self._client_store.registry.resolve_orm_alias(given.alias)
        if resolution.connection is None:
            return
        group = self._client_store.aliases.group_of(resolution, now)
        group.orm, group.place = True, sites.id_of(given.stack)
        self._client_store.aliases.update(group, resolution, now, UNKNOWN_CAUSE)
        self._client_store.aliases.write(group)
        before = given.row
        record = self._records.add(
            alias,
            connected=before.connected if before is not None else now,
            connected_by=before.connected_by if before is not None else "its parent process",
            place=group.place,
            thread=before.thread if before is not None else "",
            address=resolution.connection.address,
            login=resolution.connection.login,
            database=before.database if before is not None else "",
            inherited=True,
        )
        record.connection, record.stack = resolution.connection.number, given.stack
        record.secret = resolution.connection.user, resolution.connection.secret

    def used(self, note: notes.OrmUsed) -> None:
        """Process the first use of an alias by a thread, after a connect()."""
        record = self._records.find(note.alias)
        if record is not None and record.connection == abs(note.use.connection):
            self._records.used(record, note.use)
            self._compare(record, note)
        if record is not None and note.use.connection < 0 and not note.by_client:
            sites, caller = self._client_store.sites, note.caller
            site, place = sites.text(caller.stack), sites.id_of(caller.stack)
            self._detectors.used_after_fork.alias_used(record, note.use, site, place, caller.at)

    def missed(self, note: notes.OrmMissed) -> None:
        """Process a call that found no connection under its alias.

        The note of the disconnect() may come after the note of a call that failed by it.
        """
        record = self._records.find(note.miss.alias)
        if record is not None and record.close is None:
            self._held = [*self._held, note][-MOST_HELD:]
        else:
            self._judge(note, record.close if record is not None else None)

    def at_exit(self) -> None:
        """Process the failed calls that still wait for the note of a disconnect()."""
        held, self._held = self._held, []
        for note in held:
            self._judge_late(note)

    def _compare(self, record: OrmRecord, note: notes.OrmUsed) -> None:
        """Compare a thread's own connect() with that of the thread that connected after it."""
        before = record.connects.get(note.before)
        after = record.connects.get(note.use.connection)
        if before is None or after is None or before.thread != note.use.thread:
            return
        if (before.database, before.user) != (after.database, after.user):
            self._detectors.replaced_alias.alias_used(
                record.row.text, before, after, self._client_store.sites.text(note.caller.stack),
                note.use, note.caller.at,
            )  # fmt: skip

    # --- updates -----------------------------------------------------------------------------

    def _record_connect(
        self, note: notes.Connected, info: ConnectionInfo, group: AliasGroup, site: str
    ) -> None:
        fields: Dict[str, Any] = {
            "connected": note.caller.at,
            "connected_by": site,
            "place": group.place,
            "thread": note.caller.thread,
            "address": info.address,
            "login": info.login,
            "database": note.database,
        }
        record = self._records.find(note.alias)
        before: Optional[OrmConnect] = None
        named: Tuple[str, ...] = ()
        if record is None:
            record = self._records.add(note.alias, **fields)
        else:
            before, named = record.connects.get(record.connection), record.named
            self._detectors.accumulating.alias_ended(record, note.caller.at, "it is connected anew")
            connects = record.row.connects + 1
            record.row = replace(
                record.row, connects=connects, disconnected=None, inherited=False, **fields
            )
        record.connection, record.named = info.number, note.named
        record.stack, record.close = note.caller.stack, None
        record.secret = info.user, info.secret
        record.users = [note.use]
        after = record.connects[info.number] = OrmConnect(
            info.number, note.caller.thread, site, group.place, note.database, info.login, info.user
        )
        lost = _left_out(before, after, set(named).difference(note.named))
        if before is not None and lost:
            self._detectors.replaced_alias.left_out(
                note.alias, before, after, lost, record.users, note.caller.at
            )
        if len(record.connects) > MOST_CONNECTS:
            del record.connects[next(iter(record.connects))]
        self._detectors.accumulating.alias_connected(record)

    def _judge(self, note: notes.OrmMissed, close: Optional[OrmClose]) -> None:
        """Report a failed call.

        Args:
            note: the call.
            close: what ended its alias, None if that is unknown.
        """
        miss, caller = note.miss, note.caller
        record = self._records.find(miss.alias)
        if record is not None:
            self._records.missed(record, miss)
        site = self._client_store.sites.text(caller.stack)
        place = self._client_store.sites.id_of(caller.stack)
        if close is not None and miss.used and not close.keep_alive:
            self._detectors.collateral_close.orm_hit(close, miss, caller.thread, (place, site))
            return
        cause = self._causes.of(miss.alias, caller.thread, close)
        text = f"{site} used alias {miss.alias!r}, {cause.text}; {self._causes.open_now()}"
        seen = Missed(caller.at, miss.alias, cause.kind, text, place, cause.place, caller.thread)
        self._detectors.alias_not_connected.missed(seen, miss)

    def _judge_late(self, note: notes.OrmMissed) -> None:
        """Report a failed call for which no note of a disconnect() came."""
        record = self._records.find(note.miss.alias)
        close = record.last_close if record is not None else None
        recent = close is not None and abs(note.caller.at - close.at) < HELD_SECONDS
        self._judge(note, close if recent else None)

    def _judge_held(self, close: OrmClose) -> None:
        """Report the failed calls that waited for the note of a disconnect()."""
        ended = [note for note in self._held if note.miss.alias == close.alias]
        self._held = [note for note in self._held if note.miss.alias != close.alias]
        for note in ended:
            self._judge(note, close)

    def _removed(
        self,
        note: Union[notes.Disconnected, notes.ConnectFailed],
        connection: int,
        text: str,
        place: int,
        keep_alive: bool,
    ) -> Optional[OrmClose]:
        """Process the removal of an alias.

        Args:
            note: the call that removed the alias.
            connection: number of the connection that was closed, 0 for none.
            text: what removed it.
            place: id of the site row of that call.
            keep_alive: whether pymilvus itself did it.
        """
        at, thread = note.caller.at, note.caller.thread
        is_gone = note.resolution.connection is None  # else it was connected anew since
        if is_gone:
            self._update_group(note, ChangeCause(text, 0, place), at)
        record = self._records.find(note.alias)
        if record is None or not connection:
            return None
        close = OrmClose(note.alias, at, text, place, thread, connection, 0, keep_alive)
        record.last_close = close
        if is_gone:
            self._close(close)
            self._detectors.used_after_fork.alias_ended(note.alias, text, at)
        self._judge_held(close)
        return close

    def _update_group(
        self, note: Union[notes.Disconnected, notes.ConnectFailed], cause: ChangeCause, at: float
    ) -> None:
        """Update the alias, and the clients that have it."""
        aliases = self._client_store.aliases
        group = aliases.find(note.resolution.key)
        if group is None or group.connection is None:
            return
        before, others = group.connection, list(group.ids())
        group.orm = False
        aliases.update(group, note.resolution, at, cause, report=False)
        group.registered = False
        aliases.write(group)
        self._client_store.close_reporter.report(group, before, others, cause, at)
        self._ended(before, at)

    def _close(self, close: OrmClose) -> None:
        record = self._records.find(close.alias)
        if record is None:
            return
        self._detectors.accumulating.alias_ended(record, close.at, close.text)
        record.connection, record.close, record.last_close = 0, close, close
        record.row = replace(
            record.counted(),
            disconnected=close.at,
            disconnected_by=close.text,
            disconnected_place=close.place,
            disconnected_thread=close.thread,
        )

    def _closed_by_client(
        self, group: AliasGroup, before: int, cause: ChangeCause, thread: str, at: float
    ) -> None:
        """A client's close() removed an alias that the program had connected."""
        group.orm = False
        record = self._records.find(group.text)
        if record is not None:
            self._close(
                OrmClose(
                    group.text, at, cause.text, cause.place, thread, before, cause.client, False
                )
            )  # fmt: skip

    def _ended(self, connection: int, at: float) -> None:
        """A connection that the ORM opened is not used any more."""
        opening = self._connections.opened(connection)
        self._detectors.short_lived.connection_unused(connection, opening, at, ORM)


def _left_out(before: Optional[OrmConnect], after: OrmConnect, names: Set[str]) -> List[str]:
    """Return what an alias has lost by a connect() that did not name it again.

    Args:
        before: the connect() of the connection that the alias had until then; None for none.
        after: the new connect(). To another server, pymilvus refuses it.
        names: what the first one named, and the new one does not.
    """
    if before is None:
        return []
    differs = {"database": before.database != after.database, "login": before.user != after.user}
    return [name for name, changed in differs.items() if changed and name in names]
