"""Aliases of the ORM's, which the program connects and disconnects by itself."""

from __future__ import annotations

from milvus_tui.agent.hooks import notes
from milvus_tui.agent.state.alias_store import Cause
from milvus_tui.agent.state.client_store import ClientStore
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.tables import Tables


class OrmStore:
    """Enters them into the book.

    Args:
        book: the clients and their aliases; up to 2.6.9 the ORM's are among these.
        tables: where events go.
        connections: gives connection objects their ids.
    """

    def __init__(self, book: ClientStore, tables: Tables, connections: ConnectionStore) -> None:
        self._book = book
        self._tables = tables
        self._connections = connections

    def connected(self, seen: notes.Connected) -> None:
        """The program called `connections.connect()`."""
        aliases, sites, at = self._book.aliases, self._book.sites, seen.who.at
        group = aliases.of(seen.look, at)
        site = sites.text(seen.who.stack)
        group.orm, group.thread = True, seen.who.thread
        group.place = sites.id_of(seen.who.stack)
        self._connections.opener = (group.place, site)
        aliases.settle(
            group, seen.look, at, Cause(f"connections.connect() by {site}", 0, group.place)
        )
        aliases.put(group)
        self._tables.log(at, "spawned", f"ORM alias {group.text} connected by {site}")

    def disconnected(self, seen: notes.Disconnected) -> None:
        """The program called `connections.disconnect()`."""
        aliases, sites, at = self._book.aliases, self._book.sites, seen.who.at
        group = aliases.known(seen.look.key)
        if group is None or group.connection is None:
            return
        had, others = group.connection, list(group.ids())
        site, place = sites.text(seen.who.stack), sites.id_of(seen.who.stack)
        cause = Cause(f"connections.disconnect({group.text!r}) by {site}", 0, place)
        group.orm = False
        aliases.settle(group, seen.look, at, cause, tell=False)
        group.registered = False
        aliases.put(group)
        self._book.closings.tell(group, had, others, cause, at)
