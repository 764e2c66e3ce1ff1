"""Where calls go: the server and the database that a connection sends them to at one moment."""

from __future__ import annotations

import weakref
from typing import Any, Callable, NamedTuple, Optional

from milvus_tui.agent.registries import Registry, headers

DEFAULT_DATABASE = "default"
"""The database that a server takes for a call that names none."""


_LOCAL = ("localhost", "127.0.0.1", "[::1]", "::1", "0.0.0.0")


class Destination(NamedTuple):
    """A server, as `host:port`, and a database."""

    address: str
    database: str

    def is_same(self, other: "Destination") -> bool:
        """Whether both are one place; a local server may be called `localhost` or `127.0.0.1`."""
        return self.database == other.database and (
            self.address == other.address or _loopback(self.address) == _loopback(other.address)
        )


def _loopback(address: str) -> str:
    host, colon, port = address.lower().rpartition(":")
    return f"127.0.0.1{colon}{port}" if host in _LOCAL else address.lower()


class Sender:
    """What decides where the calls of one alias or connection go.

    Holds weak references only: to the connection, and to the interceptor with which a connection up
    to 2.6.6 adds its database to each call. From 2.6.7 on each call has its own database.
    """

    __slots__ = ("database", "destination", "handler", "interceptor")

    def __init__(self, handler: Any, own_database: Optional[str]) -> None:
        interceptor = getattr(handler, "_db_interceptor", None)
        self.handler: "weakref.ref[Any]" = weakref.ref(handler)
        self.interceptor: Callable[[], Any] = weakref.ref(interceptor) if interceptor else _none
        self.database = own_database
        self.destination = destination(handler, own_database)


def _none() -> None:
    """Return what a weak reference to nothing returns."""


def destination(handler: Any, own_database: Optional[str]) -> Destination:
    """Return where the calls of a connection go.

    Args:
        handler: the connection.
        own_database: the database that its calls have of their own; None if they have none.
    """
    sent = headers.value(handler, "dbname") if own_database is None else own_database
    return Destination(str(getattr(handler, "server_address", "")), str(sent or DEFAULT_DATABASE))


class AliasDestinations:
    """Looks up what an alias of the ORM stands for now.

    Args:
        registry: the adapter for this pymilvus.
    """

    def __init__(self, registry: Registry) -> None:
        self.orm = registry.orm
        self.calls_have_database = registry.own_database
        modern = hasattr(self.orm, "_alias_handlers")
        self.handlers_name = "_alias_handlers" if modern else "_connected_alias"

    def handler(self, alias: str) -> Optional[Any]:
        """Return the connection of an alias; None for none."""
        return getattr(self.orm, self.handlers_name).get(alias)

    def sender(self, alias: str) -> Optional[Sender]:
        """Return what decides where the calls of an alias go; None if it has no connection."""
        handler = self.handler(alias)
        return None if handler is None else Sender(handler, self._own_database(alias))

    def _own_database(self, alias: str) -> Optional[str]:
        """Return the database that the calls of an alias have; None if its connection adds it."""
        if not self.calls_have_database:
            return None
        found: str = self.orm._alias_config.get(alias, {}).get("db_name", "")
        return found
