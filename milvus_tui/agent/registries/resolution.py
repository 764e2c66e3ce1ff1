"""What the adapters have in common: resolutions, registry entries, and the call of a probe."""

from __future__ import annotations

import inspect
import threading
from typing import Any, Callable, Hashable, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import masking
from milvus_tui.agent.registries import headers
from milvus_tui.agent.registries.connection_info import ConnectionInfo

PRIVATE = "milvus-tui "
"""Prefix of the aliases that the agent itself creates for a moment. They are never shown."""


class Lookup(NamedTuple):
    """The result of looking a client's connection up: a connection, or an exception."""

    handler: Optional[Any]
    error: Optional[BaseException]


class Resolution(NamedTuple):
    """What a client resolves to at one moment. Contains no client, connection or exception.

    The agent's thread processes a resolution later, when the client may have changed already.
    So a resolution contains everything that this thread needs.
    """

    key: Hashable
    """Equal for clients that find their connection through the same alias or entry."""
    connection: Optional[ConnectionInfo]
    """None if the client finds none."""
    error_class: str
    error: str
    """Class and message of the exception that a client without a connection gets."""
    database: Optional[str]
    """The client's own database; None if the connection determines the database (to 2.6.6)."""
    connection_database: Optional[str] = None
    """The connection's database, for all its clients; None if each client has its own."""
    close_breaks_sharers: bool = False
    """Whether the close() of one client breaks all clients of the connection."""

    @property
    def effective_database(self) -> Optional[str]:
        """The database that the client's calls go to; None if unknown."""
        return self.connection_database if self.database is None else self.database

    @property
    def resolves_to(self) -> Tuple[Optional[int], str, str]:
        """The connection's number, or the error: equal for clients whose calls end alike."""
        number = self.connection.number if self.connection is not None else None
        return number, self.error_class, self.error


def unresolved(
    key: Hashable, error: Optional[BaseException], database: Optional[str]
) -> Resolution:
    """Return the resolution of a client that finds no connection."""
    return Resolution(key, None, type(error).__name__, error_text(error), database)


def unresolved_orm_alias(key: Hashable) -> Resolution:
    """Return the resolution of an alias of the ORM that has no connection."""
    return Resolution(
        key, None, "ConnectionNotExistException", "should create connection first", None
    )


def orm_database(connections: Any, alias: str, handler: Any) -> str:
    """Return the database that calls through an alias of the ORM go to.

    From 2.6.7 on the alias's configuration names the database, before that its connection.
    """
    if handler is None:
        return ""
    config = (getattr(connections, "_alias_config", None) or {}).get(alias) or {}
    return str(config.get("db_name") or headers.value(handler, "dbname") or "default")


def error_text(error: Optional[BaseException]) -> str:
    """Return an exception's message in one line, without secrets."""
    # The str() of a grpc.RpcError has many lines; its details() is the message.
    details = getattr(error, "details", None)
    code = getattr(error, "code", None)
    if callable(details) and callable(code):
        text = f"{getattr(code(), 'name', code())}: {details()}"
    else:
        text = str(getattr(error, "message", "") or error)
    return masking.message(" ".join(text.split()))


class Entry(NamedTuple):
    """An entry of pymilvus's registry. Keep an entry no longer than one scan."""

    key: Hashable
    handler: Any


_this_thread = threading.local()


def agent_is_resolving() -> bool:
    """Whether the agent itself is calling a client's `_get_connection()` in this thread now."""
    return getattr(_this_thread, "resolving", False)


def find_connection(client: Any) -> Lookup:
    """Look up the connection that a client would use now, as the client's own calls do first.

    `_get_connection()` never connects or waits, in any release. If the method returns None
    (2.6.10 after close()), `error` is the exception that any call of the client raises then.
    """
    _this_thread.resolving = True
    try:
        handler = client._get_connection()
        if handler is None:
            # The client's own call does this next, which raises for None.
            getattr(handler, "list_collections")  # noqa: B009 - mypy knows it raises
    except Exception as error:
        return Lookup(None, error.with_traceback(None))
    finally:
        _this_thread.resolving = False
    return Lookup(handler, None)


def channel_loop(resolution: Resolution) -> Optional[Any]:
    """Return the event loop that the channel of an async connection took when it was made.

    grpc.aio binds a channel to the running loop, or else to the loop of the thread's policy.
    Drop the reference right after its use.
    """
    handler = resolution.connection.handler() if resolution.connection is not None else None
    return getattr(getattr(handler, "_async_channel", None), "_loop", None)


def is_async(client: Any) -> bool:
    """Whether a client is an `AsyncMilvusClient`: its close() is a coroutine function."""
    close = type(client).close
    code = getattr(close, "__code__", None)  # this costs a quarter of what inspect does
    if code is not None and not hasattr(close, "_is_coroutine_marker"):
        return bool(code.co_flags & inspect.CO_COROUTINE)
    return inspect.iscoroutinefunction(close)


def bare_list_collections(pymilvus: Any) -> Callable[..., List[str]]:
    """Return `GrpcHandler.list_collections` without the decorator that retries and reconnects.

    Call the function with the handler, `timeout=` seconds and, if the release has call
    contexts, `context=`.
    """
    from pymilvus.client.grpc_handler import GrpcHandler

    bare: Callable[..., List[str]] = inspect.unwrap(GrpcHandler.list_collections)
    return bare
