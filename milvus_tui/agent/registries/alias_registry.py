"""Up to 2.6.9: `pymilvus.orm.connections.connections` maps aliases to connections."""

from __future__ import annotations

import weakref
from typing import Any, Dict, Hashable, Iterator, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.registries import headers, resolution
from milvus_tui.agent.registries.connection_info import ConnectionInfo, KnownConnections
from milvus_tui.agent.registries.resolution import Entry, Resolution

_NO_ALIAS = "no alias"


class AliasRegistry:
    """Clients look their connection up by the alias in `_using`, in one namespace with the ORM."""

    connects_under_lock = False

    def __init__(self, pymilvus: Any) -> None:
        from pymilvus.orm.connections import connections

        self.orm: Any = connections
        self._known = KnownConnections()
        self._headers: "weakref.WeakKeyDictionary[Any, str]" = weakref.WeakKeyDictionary()
        """By the interceptor that adds it to a connection's calls: the database."""
        # Release 2.5.13 renamed the dict.
        self._handlers_name = (
            "_alias_handlers" if hasattr(connections, "_alias_handlers") else "_connected_alias"
        )
        # From 2.6.7 on, a client sends its own database with each call.
        self.own_database = hasattr(pymilvus.MilvusClient, "_generate_call_context")
        self.bare_list_collections = resolution.bare_list_collections(pymilvus)

    @property
    def _handlers(self) -> Dict[str, Any]:
        handlers: Dict[str, Any] = getattr(self.orm, self._handlers_name)
        return handlers

    def is_async(self, client: Any) -> bool:
        """Whether a client is an `AsyncMilvusClient`."""
        return resolution.is_async(client)

    def resolve(self, client: Any) -> Resolution:
        """Return what a client resolves to now. All clients of a group have the same alias."""
        alias = str(getattr(client, "_using", _NO_ALIAS))
        own = str(getattr(client, "_db_name", "") or "default") if self.own_database else None
        found = resolution.find_connection(client)
        if found.handler is None:
            return resolution.unresolved(alias, found.error, own)
        return self._connected(alias, found.handler, own)

    def resolve_orm_alias(self, alias: str) -> Resolution:
        """Return what an alias of the ORM resolves to now."""
        handler = self._handlers.get(alias)
        return (
            resolution.unresolved_orm_alias(alias)
            if handler is None
            else self._connected(alias, handler)
        )

    def orm_database(self, alias: str) -> str:
        """Return the database of an alias of the ORM; empty if the alias has no connection."""
        return resolution.orm_database(self.orm, alias, self._handlers.get(alias))

    def resolve_entry(self, entry: Entry) -> Resolution:
        """Return what a client of a registry entry resolves to now."""
        return self._connected(entry.key, entry.handler)

    def honors_alias(self, key: Hashable, alias: str) -> bool:
        """Whether a client that requested this alias, masked, got an entry under the alias."""
        return masking.alias(str(key)) == alias

    def text(self, found: Resolution) -> str:
        """Return the alias as shown, with secrets masked."""
        return masking.alias(str(found.key))

    def registered(self, key: Hashable) -> bool:
        """Whether the registry holds an entry under this key now."""
        return key in self._handlers

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the registry, except the agent's own aliases."""
        for alias, handler in list(self._handlers.items()):
            if not alias.startswith(resolution.PRIVATE):
                yield Entry(alias, handler)

    def connection_info(self, handler: Any) -> ConnectionInfo:
        """Return what is known of a connection object."""
        return self._known.known_info(handler)

    def context(self, client: Any) -> Optional[Any]:
        """Return the context of a client's call, which has its database; None up to 2.6.6."""
        return client._generate_call_context() if self.own_database else None

    def _connected(
        self, alias: Hashable, handler: Any, database: Optional[str] = None
    ) -> Resolution:
        # close() removes the alias from the registry, for all clients that use the alias.
        return Resolution(
            alias,
            self._known.info_of(handler),
            "",
            "",
            database,
            connection_database=None if self.own_database else self._database(handler),
            close_breaks_sharers=True,
        )

    def _database(self, handler: Any) -> str:
        """Return the database that a connection adds to its calls, by an interceptor."""
        interceptor = getattr(handler, "_db_interceptor", None)
        if interceptor is None:  # an async connection has it elsewhere
            return str(headers.value(handler, "dbname") or "default")
        known = self._headers.get(interceptor)
        if known is None:
            # use_database() gives the connection another interceptor.
            known = str(headers.value(handler, "dbname") or "default")
            self._headers[interceptor] = known
        return known
