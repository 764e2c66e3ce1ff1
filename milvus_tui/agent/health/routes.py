"""Routes: the (connection, database) pairs of live clients. Each route is probed once."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from milvus_tui.agent.registries import Registry
from milvus_tui.agent.tracking.client_store import ClientStore
from milvus_tui.wire import client_names


class Route(NamedTuple):
    """A connection and a database. It refers to the connection: do not keep it after a tick."""

    key: Tuple[int, str]
    """The connection's id and the database."""
    address: str
    handler: Any
    context: Optional[Any]
    """The call context of one of the clients, None if the release has none."""


class Routes:
    """Finds the routes of the clients in a store.

    Args:
        client_store: the clients and their aliases.
        registry: the adapter for this pymilvus.
    """

    def __init__(self, client_store: ClientStore, registry: Registry) -> None:
        self._client_store = client_store
        self._registry = registry

    def all(self) -> List[Route]:
        """Each distinct (connection, database) that live clients use."""
        found: Dict[Tuple[int, str], Route] = {}
        for group in self._client_store.groups():
            info = group.connection_info
            if info is None or info.is_async:
                continue  # only its own event loop may call an async connection
            handler = info.handler()
            if handler is None:
                continue
            for database in list(group.members):
                key = (info.number, database)
                client = self._client_store.alive(group.oldest_client(database))
                if key not in found and client is not None:
                    found[key] = Route(key, info.address, handler, self._registry.context(client))
        return list(found.values())

    def clients_of(self, connection: int, database: str) -> client_names.Ranges:
        """The clients whose calls take this route."""
        ids: List[int] = []
        for group in self._client_store.groups():
            if group.connection == connection:
                ids.extend(group.members.get(database, ()))
        return client_names.ranges(ids)

    def is_current(self, connection: int, database: str) -> bool:
        """Whether a client resolves to this connection now.

        A probe that was in progress while its connection was closed holds for no client.
        """
        for group in self._client_store.groups():
            if group.connection != connection:
                continue
            client = self._client_store.alive(group.oldest_client(database))
            if client is not None:
                info = self._registry.resolve(client).connection
                if info is not None and info.number == connection:
                    return True
        return False
