"""From 2.6.10: `ConnectionManager` keeps connections by address and token, and counts clients.

`AsyncConnectionManager` does the same for each event loop. The ORM's `connections` are
independent of both managers.
"""

from __future__ import annotations

from typing import Any, Dict, Hashable, Iterator, List, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.registries import global_clusters, resolution
from milvus_tui.agent.registries.connection_info import ConnectionInfo, KnownConnections
from milvus_tui.agent.registries.resolution import Entry, Resolution

_ORM = "orm"
_UNCONNECTED = ("none", "unconnected")
_CLOSED_ASYNC = ("none", "closed async")


class ManagerRegistry:
    """Clients keep a reference to their connection object until they are closed."""

    own_database = True
    connects_under_lock = True
    """pymilvus holds one lock while it connects; other constructors and closes wait for it."""

    def __init__(self, pymilvus: Any) -> None:
        from pymilvus.client import connection_manager

        self.orm: Any = _orm_connections()
        """`connections` of the ORM; None in a pymilvus without the ORM."""
        self._known = KnownConnections()
        self._clusters = global_clusters.GlobalClusters()
        self._manager_class: Any = connection_manager.ConnectionManager
        self._async_class: Any = getattr(connection_manager, "AsyncConnectionManager", None)
        self.bare_list_collections = resolution.bare_list_collections(pymilvus)

    @property
    def _orm_handlers(self) -> Dict[str, Any]:
        found: Dict[str, Any] = getattr(self.orm, "_alias_handlers", {})
        return found

    def is_async(self, client: Any) -> bool:
        """Whether a client is an `AsyncMilvusClient`."""
        return resolution.is_async(client)

    def resolve(self, client: Any) -> Resolution:
        """Return what a client resolves to now: the connection object that the client holds.

        Clients without a connection are grouped by the error that their calls raise.
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
        # `_get_connection()` is a coroutine and would connect, so read the attributes it reads.
        if getattr(client, "_closed", False):
            return Resolution(
                _CLOSED_ASYNC, None, "MilvusException", "should create connection first", database
            )
        handler = getattr(client, "_handler", None)
        if handler is None:
            return Resolution(_UNCONNECTED, None, "", "it connects at its first call", database)
        return self._connected(handler, database)

    def resolve_orm_alias(self, alias: str) -> Resolution:
        """Return what an alias of the ORM resolves to now. No client uses the ORM's aliases."""
        key, handler = _orm_key(alias), self._orm_handlers.get(alias)
        return (
            resolution.unresolved_orm_alias(key)
            if handler is None
            else self._orm_connected(key, handler)
        )

    def orm_database(self, alias: str) -> str:
        """Return the database of an alias of the ORM; empty if the alias has no connection."""
        return resolution.orm_database(self.orm, alias, self._orm_handlers.get(alias))

    def resolve_entry(self, entry: Entry) -> Resolution:
        """Return what a client of a registry entry resolves to now."""
        if _is_orm(entry.key):
            return self._orm_connected(entry.key, entry.handler)
        return self._connected(entry.handler, None)

    def honors_alias(self, key: Hashable, alias: str) -> bool:
        """Whether a client got the alias that it requested: in none of these releases."""
        return False

    def text(self, found: Resolution) -> str:
        """Return the entry as shown, without the plain token in pymilvus's own key."""
        if _is_orm(found.key):
            return masking.alias(str(found.key[1]))  # type: ignore[index]
        info = found.connection
        if info is None:
            return "none (not connected yet)" if found.key == _UNCONNECTED else "none (closed)"
        name = info.requested_address + (f" · {info.login}" if info.login else "")
        if info.is_async:
            name += " · async"
        return f"{name} · dedicated" if found.close_breaks_sharers else name

    def registered(self, key: Hashable) -> bool:
        """Whether a manager, or the ORM, holds this connection now."""
        return any(entry.key == key for entry in self.entries())

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of all managers, and of the ORM."""
        for manager in self._managers():
            for managed in _entries(manager):
                handler = managed.handler
                cluster = self._clusters.of_entry(handler, managed)
                info = self._known.info_of(handler, cluster)
                yield Entry(("connection", info.number), handler)
        for alias, handler in list(self._orm_handlers.items()):
            yield Entry(_orm_key(alias), handler)

    def connection_info(self, handler: Any) -> ConnectionInfo:
        """Return what is known of a connection object."""
        return self._known.known_info(handler)

    def context(self, client: Any) -> Optional[Any]:
        """Return the context of a client's call, which has its database."""
        return client._generate_call_context()

    def _info_of(self, handler: Any) -> ConnectionInfo:
        return self._known.info_of(handler, self._clusters.of(handler, self._entry_of))

    def _connected(self, handler: Any, database: Optional[str]) -> Resolution:
        info = self._info_of(handler)
        return Resolution(
            ("connection", info.number),
            info,
            "",
            "",
            database,
            close_breaks_sharers=self._is_dedicated(handler),
        )

    def _orm_connected(self, key: Hashable, handler: Any) -> Resolution:
        return Resolution(key, self._known.info_of(handler), "", "", None)

    def _is_dedicated(self, handler: Any) -> bool:
        """Whether close() closes the connection: only a dedicated one, never a shared one."""
        found = (manager._dedicated.get(id(handler)) for manager in self._managers())
        return any(managed is not None and managed.handler is handler for managed in found)

    def _entry_of(self, handler: Any) -> Optional[Any]:
        """Return the manager's entry of a connection; None for one that no manager holds."""
        # The newest first: a connection is looked up when it is new.
        entries = (each for manager in self._managers() for each in reversed(_entries(manager)))
        return next((each for each in entries if each.handler is handler), None)

    def _managers(self) -> List[Any]:
        # `get_instance()` would create a manager if the program has none yet. Take no lock:
        # pymilvus holds its own lock while it waits for a server.
        first = self._manager_class._instance
        later = list(self._async_class._instances.values()) if self._async_class else []
        return [first, *later] if first is not None else later


def _entries(manager: Any) -> List[Any]:
    return [*manager._registry.values(), *manager._dedicated.values()]


def _orm_connections() -> Any:
    try:
        from pymilvus.orm.connections import connections
    except ImportError:  # pymilvus says that the ORM is removed in 3.1
        return None
    return connections


def _orm_key(alias: str) -> Hashable:
    return (_ORM, alias)


def _is_orm(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == _ORM
