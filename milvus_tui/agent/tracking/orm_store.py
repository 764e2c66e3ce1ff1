"""Stores the ORM's aliases, which the program connects and disconnects itself."""

from __future__ import annotations

from milvus_tui.agent.hooks import notes
from milvus_tui.agent.state.alias_store import ChangeCause
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.tracking.client_store import ClientStore


class OrmStore:
    """Puts the ORM's aliases into the alias store.

    Args:
        client_store: the clients and aliases; up to 2.6.9 clients and the ORM share aliases.
        tables: where events go.
        connections: gives connection objects their ids.
    """

    def __init__(
        self, client_store: ClientStore, tables: Tables, connections: ConnectionStore
    ) -> None:
        self._client_store = client_store
        self._tables = tables
        self._connections = connections

    def connected(self, note: notes.Connected) -> None:
        """Process a `connections.connect()` of the program."""
        aliases, sites, at = self._client_store.aliases, self._client_store.sites, note.caller.at
        group = aliases.group_of(note.resolution, at)
        site = sites.text(note.caller.stack)
        group.orm, group.thread = True, note.caller.thread
        group.place = sites.id_of(note.caller.stack)
        self._connections.opener, self._connections.opening = (group.place, site), None
        aliases.update(
            group,
            note.resolution,
            at,
            ChangeCause(f"connections.connect() by {site}", 0, group.place),
        )
        aliases.write(group)
        self._tables.log(at, "spawned", f"ORM alias {group.text} connected by {site}")

    def disconnected(self, note: notes.Disconnected) -> None:
        """Process a `connections.disconnect()` of the program."""
        aliases, sites, at = self._client_store.aliases, self._client_store.sites, note.caller.at
        group = aliases.find(note.resolution.key)
        if group is None or group.connection is None:
            return
        before, others = group.connection, list(group.ids())
        site, place = sites.text(note.caller.stack), sites.id_of(note.caller.stack)
        cause = ChangeCause(f"connections.disconnect({group.text!r}) by {site}", 0, place)
        group.orm = False
        aliases.update(group, note.resolution, at, cause, report=False)
        group.registered = False
        aliases.write(group)
        self._client_store.close_reporter.report(group, before, others, cause, at)
