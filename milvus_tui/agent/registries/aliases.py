"""Up to 2.6.9: `pymilvus.orm.connections.connections` maps aliases to connections."""

from __future__ import annotations

from typing import Any, Dict, Hashable, Iterator, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.registries.common import (
    PRIVATE,
    Entry,
    Look,
    ask,
    bare_list_collections,
    look,
)

_NO_ALIAS = "no alias"


class AliasRegistry:
    """Clients find their connection by the alias in `_using`, in one namespace."""

    def __init__(self, pymilvus: Any) -> None:
        from pymilvus.orm.connections import connections

        self._connections = connections
        self._client_class = pymilvus.MilvusClient
        # 2.5.13 renamed it.
        self._handlers_name = (
            "_alias_handlers" if hasattr(connections, "_alias_handlers") else "_connected_alias"
        )
        # From 2.6.7 a client sends its own database with each call.
        self.own_database = hasattr(pymilvus.MilvusClient, "_generate_call_context")
        self.bare = bare_list_collections(pymilvus)

    @property
    def _handlers(self) -> Dict[str, Any]:
        handlers: Dict[str, Any] = getattr(self._connections, self._handlers_name)
        return handlers

    def look(self, client: Any) -> Look:
        """What a client resolves to now. Clients of one group have the alias in common."""
        alias = str(getattr(client, "_using", _NO_ALIAS))
        own = str(getattr(client, "_db_name", "") or "default") if self.own_database else None
        return look(alias, ask(client), own)

    def text(self, key: Hashable, handler: Any) -> str:
        """The alias as it is shown, secrets masked."""
        return masking.alias(str(key))

    def registered(self, key: Hashable, handler: Any) -> bool:
        """Whether the registry holds an entry under this key now."""
        return key in self._handlers

    def entries(self) -> Iterator[Entry]:
        for alias, handler in list(self._handlers.items()):
            if not alias.startswith(PRIVATE):
                yield Entry(alias, masking.alias(alias), handler)

    def connection_database(self, handler: Any) -> Optional[str]:
        """The database that the connection itself sends with every call (up to 2.6.6).

        Read from the interceptor that adds the header, so it is what will be sent.
        """
        if self.own_database or handler is None:
            return None
        interceptor = getattr(handler, "_db_interceptor", None)
        if interceptor is None:
            return "default"  # no header: the server's default
        header = _closure(getattr(interceptor, "_fn", None))
        if header.get("headers") != ["dbname"]:
            return None
        return str(header["values"][0] or "default")

    def shared_fate(self, handler: Any) -> bool:
        """close() takes the alias out of the registry, for whoever else holds it."""
        return True

    def context(self, client: Any) -> Optional[Any]:
        return client._generate_call_context() if self.own_database else None

    def address(self, handler: Any) -> str:
        return str(getattr(handler, "server_address", ""))

    def login(self, handler: Any) -> str:
        return connection_login(handler)


def connection_login(handler: Any) -> str:
    """Masked login that a handler sends, from its authorization header; empty for none."""
    interceptor = getattr(handler, "_authorization_interceptor", None)
    values = _closure(getattr(interceptor, "_fn", None)).get("values")
    if not values:
        return ""
    import base64

    try:
        return masking.login(token=base64.b64decode(values[0]).decode())
    except ValueError:
        return masking.login(token=str(values[0]))


def _closure(function: Any) -> Dict[str, Any]:
    cells = getattr(function, "__closure__", None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)}
