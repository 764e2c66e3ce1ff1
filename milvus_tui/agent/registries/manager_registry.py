"""From 2.6.10: `ConnectionManager` keeps connections by address and token, and counts clients.

`AsyncConnectionManager` does the same for each event loop, and the ORM's `connections` are a
world of their own beside both.
"""

from __future__ import annotations

from typing import Any, Hashable, Iterator, List, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.registries import resolution
from milvus_tui.agent.registries.connection_info import KnownConnections
from milvus_tui.agent.registries.resolution import Entry, Resolution

_ORM = "orm"
_UNCONNECTED = ("none", "unconnected")
_CLOSED_ASYNC = ("none", "closed async")


class ManagerRegistry:
    """Clients hold their connection object themselves, until they are closed."""

    own_database = True
    connects_under_lock = True
    """One lock is held while a connection is made: whoever makes or closes one waits."""

    def __init__(self, pymilvus: Any) -> None:
        from pymilvus.client import connection_manager
        from pymilvus.orm.connections import connections

        self.orm: Any = connections
        self._known = KnownConnections()
        self._manager_class: Any = connection_manager.ConnectionManager
        self._async_class: Any = getattr(connection_manager, "AsyncConnectionManager", None)
        self.bare_list_collections = resolution.bare_list_collections(pymilvus)

    def is_async(self, client: Any) -> bool:
        return resolution.is_async(client)

    def resolve(self, client: Any) -> Resolution:
        """What a client resolves to now: the connection object that it holds itself.

        Clients without one are grouped by the error that they give.
        """
        config = getattr(client, "_config", None)
        database = str(getattr(config, "db_name", "") or "default")
        if self.is_async(client):
            return self._resolve_async(client, database)
        found = resolution.find_connection(client)
        if found.handler is not None:
            return self._connected(found.handler, database)
        key = ("none", type(found.error).__name__, str(found.error))
        return resolution.unresolved(key, found.error, database)

    def _resolve_async(self, client: Any, database: str) -> Resolution:
        # `_get_connection()` is a coroutine, and would connect: its own words, unasked.
        if getattr(client, "_closed", False):
            return Resolution(
                _CLOSED_ASYNC, None, "MilvusException", "should create connection first", database
            )
        handler = getattr(client, "_handler", None)
        if handler is None:
            return Resolution(_UNCONNECTED, None, "", "it connects at its first call", database)
        return self._connected(handler, database)

    def resolve_orm_alias(self, alias: str) -> Resolution:
        """What an alias of the ORM's, which is no client's, resolves to now."""
        key, handler = _orm_key(alias), self.orm._alias_handlers.get(alias)
        return resolution.unresolved_orm_alias(key) if handler is None else self._orm_connected(key, handler)

    def resolve_entry(self, entry: Entry) -> Resolution:
        """What whoever goes by an entry resolves to now."""
        if _is_orm(entry.key):
            return self._orm_connected(entry.key, entry.handler)
        return self._connected(entry.handler, None)

    def honors_alias(self, key: Hashable, alias: str) -> bool:
        """Whether a client that asked for an alias was given it: in no release of this kind."""
        return False

    def text(self, found: Resolution) -> str:
        """The entry's key without the token that pymilvus puts into it in plain text."""
        if _is_orm(found.key):
            return masking.alias(str(found.key[1]))  # type: ignore[index]
        facts = found.connection
        if facts is None:
            return "none (not connected yet)" if found.key == _UNCONNECTED else "none (closed)"
        name = facts.address + (f" · {facts.login}" if facts.login else "")
        if facts.is_async:
            name += " · async"
        return f"{name} · dedicated" if found.close_breaks_sharers else name

    def registered(self, key: Hashable) -> bool:
        """Whether a manager, or the ORM, holds this connection now."""
        return any(entry.key == key for entry in self.entries())

    def entries(self) -> Iterator[Entry]:
        for manager in self._managers():
            for managed in [*manager._registry.values(), *manager._dedicated.values()]:
                handler = managed.handler
                yield Entry(self._key(handler), handler)
        for alias, handler in list(self.orm._alias_handlers.items()):
            yield Entry(_orm_key(alias), handler)

    def context(self, client: Any) -> Optional[Any]:
        return client._generate_call_context()

    def _key(self, handler: Any) -> Hashable:
        return ("connection", self._known.info_of(handler).number)

    def _connected(self, handler: Any, database: Optional[str]) -> Resolution:
        facts, close_breaks_sharers = self._known.info_of(handler), self._dedicated(handler)
        return Resolution(
            self._key(handler), facts, "", "", database, close_breaks_sharers=close_breaks_sharers
        )

    def _orm_connected(self, key: Hashable, handler: Any) -> Resolution:
        return Resolution(key, self._known.info_of(handler), "", "", None)

    def _dedicated(self, handler: Any) -> bool:
        """close() ends a dedicated connection, and never one from the shared registry."""
        found = (manager._dedicated.get(id(handler)) for manager in self._managers())
        return any(managed is not None and managed.handler is handler for managed in found)

    def _managers(self) -> List[Any]:
        # `get_instance()` would make one if the program has not yet. No lock is taken:
        # pymilvus holds its own while it waits for a server.
        first = self._manager_class._instance
        later = list(self._async_class._instances.values()) if self._async_class else []
        return [first, *later] if first is not None else later


def _orm_key(alias: str) -> Hashable:
    return (_ORM, alias)


def _is_orm(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == _ORM
