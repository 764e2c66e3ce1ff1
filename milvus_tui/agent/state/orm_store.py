"""Aliases of the ORM's, which the program connects and disconnects by itself."""

from __future__ import annotations

from milvus_tui.agent.hooks import notes
from milvus_tui.agent.state.alias_store import ChangeCause
from milvus_tui.agent.state.client_store import ClientStore
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.tables import Tables


class OrmStore:
    """Enters them into the client_store.

    Args:
        client_store: the clients and their aliases; up to 2.6.9 the ORM's are among these.
        tables: where events go.
        connections: gives connection objects their ids.
    """

    def __init__(self, client_store: ClientStore, tables: Tables, connections: ConnectionStore) -> None:
        self._client_store = client_store
        self._tables = tables
        self._connections = connections

    def connected(self, seen: notes.Connected) -> None:
        """The program called `connections.connect()`."""
        aliases, sites, at = self._client_store.aliases, self._client_store.sites, seen.caller.at
        group = aliases.group_of(seen.resolution, at)
        site = sites.text(seen.caller.stack)
        group.orm, group.thread = True, seen.caller.thread
        group.place = sites.id_of(seen.caller.stack)
        self._connections.opener = (group.place, site)
        aliases.update(
            group, seen.resolution, at, ChangeCause(f"connections.connect() by {site}", 0, group.place)
        )
        aliases.write(group)
        self._tables.log(at, "spawned", f"ORM alias {group.text} connected by {site}")

    def disconnected(self, seen: notes.Disconnected) -> None:
        """The program called `connections.disconnect()`."""
        aliases, sites, at = self._client_store.aliases, self._client_store.sites, seen.caller.at
        group = aliases.find(seen.resolution.key)
        if group is None or group.connection is None:
            return
        had, others = group.connection, list(group.ids())
        site, place = sites.text(seen.caller.stack), sites.id_of(seen.caller.stack)
        cause = ChangeCause(f"connections.disconnect({group.text!r}) by {site}", 0, place)
        group.orm = False
        aliases.update(group, seen.resolution, at, cause, report=False)
        group.registered = False
        aliases.write(group)
        self._client_store.close_reporter.report(group, had, others, cause, at)
