"""The ways that live clients' calls go: what is probed, and for whom a probe speaks."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from milvus_tui.agent.registries import Registry
from milvus_tui.agent.state.client_store import ClientStore
from milvus_tui.wire import client_names


class Route(NamedTuple):
    """One of them. Keep it for no longer than a tick."""

    key: Tuple[int, str]
    """The connection's id and the database."""
    address: str
    handler: Any
    context: Optional[Any]
    """The call context of one of the clients, None where the release has none."""


class Routes:
    """Finds them in the book.

    Args:
        book: the clients and their aliases.
        registry: the adapter for this pymilvus.
    """

    def __init__(self, book: ClientStore, registry: Registry) -> None:
        self._book = book
        self._registry = registry

    def all(self) -> List[Route]:
        """Each distinct (connection, database) that live clients use."""
        found: Dict[Tuple[int, str], Route] = {}
        for group in self._book.groups():
            facts = group.connection_info
            if facts is None or facts.is_async:
                continue  # an async connection's calls belong to its own event loop
            handler = facts.handler()
            if handler is None:
                continue
            for database in list(group.members):
                key = (facts.number, database)
                client = self._book.alive(group.oldest_client(database))
                if key not in found and client is not None:
                    found[key] = Route(key, facts.address, handler, self._registry.context(client))
        return list(found.values())

    def users(self, connection: int, database: str) -> client_names.Ranges:
        """The clients that a verdict speaks for."""
        ids: List[int] = []
        for group in self._book.groups():
            if group.connection == connection:
                ids.extend(group.members.get(database, ()))
        return client_names.ranges(ids)

    def speaks(self, connection: int, database: str) -> bool:
        """Whether a client still resolves to this connection, now that somebody looks.

        A probe that was under way while its connection was closed speaks for nobody.
        """
        for group in self._book.groups():
            if group.connection != connection:
                continue
            client = self._book.alive(group.oldest_client(database))
            if client is not None:
                facts = self._registry.resolve(client).connection
                if facts is not None and facts.number == connection:
                    return True
        return False
