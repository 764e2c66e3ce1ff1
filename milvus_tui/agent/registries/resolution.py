"""What the adapters share: a resolution, a registry entry, and the bare call."""

from __future__ import annotations

import inspect
import threading
from typing import Any, Callable, Hashable, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import masking
from milvus_tui.agent.registries.connection_info import ConnectionInfo

PRIVATE = "milvus-tui "
"""How an alias begins that the agent itself makes for a moment; such aliases are not shown."""


class Lookup(NamedTuple):
    """What asking a client for its connection gave: a connection, or an exception."""

    handler: Optional[Any]
    error: Optional[BaseException]


class Resolution(NamedTuple):
    """What a client resolves to at one moment. Holds no client, connection or exception.

    It tells all that may have changed by the time somebody deals with it.
    """

    key: Hashable
    """Equal for clients that find their connection through the same alias or entry."""
    connection: Optional[ConnectionInfo]
    """None where the client finds none."""
    error_class: str
    error: str
    """Class and message of what the client gets that finds no connection."""
    database: Optional[str]
    """The client's own database, None where the connection has it (up to 2.6.6)."""
    connection_database: Optional[str] = None
    """The connection's database, for all who ride it; None where each client has its own."""
    close_breaks_sharers: bool = False
    """Whether the close() of one client takes the connection from all."""

    @property
    def effective_database(self) -> Optional[str]:
        """The database that calls of who looks like this go to; None where that is unknown."""
        return self.connection_database if self.database is None else self.database

    @property
    def resolves_to(self) -> Tuple[Optional[int], str, str]:
        """The connection's number, or the error: equal for those who fare alike."""
        number = self.connection.number if self.connection is not None else None
        return number, self.error_class, self.error


def unresolved(key: Hashable, error: Optional[BaseException], database: Optional[str]) -> Resolution:
    """A `Look` at a client that finds no connection."""
    return Resolution(key, None, type(error).__name__, error_text(error), database)


def unresolved_orm_alias(key: Hashable) -> Resolution:
    """A `Look` at an alias of the ORM's, which has no client, where there is no connection."""
    return Resolution(
        key, None, "ConnectionNotExistException", "should create connection first", None
    )


def error_text(error: Optional[BaseException]) -> str:
    """An exception's message for a person, in one line, without secrets."""
    # A grpc.RpcError's str() is many lines; its details() is the message.
    details = getattr(error, "details", None)
    code = getattr(error, "code", None)
    if callable(details) and callable(code):
        text = f"{getattr(code(), 'name', code())}: {details()}"
    else:
        text = str(getattr(error, "message", "") or error)
    return masking.message(" ".join(text.split()))


class Entry(NamedTuple):
    """An entry of pymilvus's registry. Keep it for no longer than a tick."""

    key: Hashable
    handler: Any


_own = threading.local()


def agent_is_resolving() -> bool:
    """Whether the agent itself is asking a client in this thread right now."""
    return getattr(_own, "resolving", False)


def find_connection(client: Any) -> Lookup:
    """The connection that a client would use now: what its own calls do first.

    `_get_connection()` looks up and returns; in no release does it connect or wait. Where
    it returns None (2.6.10 after close()), the error is what any call would then give.
    """
    _own.resolving = True
    try:
        handler = client._get_connection()
        if handler is None:
            # What the client's own call does next; for None it raises.
            getattr(handler, "list_collections")  # noqa: B009 - mypy knows it raises
    except Exception as error:
        return Lookup(None, error.with_traceback(None))
    finally:
        _own.resolving = False
    return Lookup(handler, None)


def is_async(client: Any) -> bool:
    """Whether a client is an `AsyncMilvusClient`: its close() is a coroutine function."""
    return inspect.iscoroutinefunction(type(client).close)


def bare_list_collections(pymilvus: Any) -> Callable[..., List[str]]:
    """`GrpcHandler.list_collections` without the decorator that retries and reconnects.

    Called with the handler, `timeout=` seconds and, where the release has them, `context=`.
    """
    from pymilvus.client.grpc_handler import GrpcHandler

    bare: Callable[..., List[str]] = inspect.unwrap(GrpcHandler.list_collections)
    return bare
