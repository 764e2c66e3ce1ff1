"""What the adapters share: a resolution, a registry entry, and the bare call."""

from __future__ import annotations

import inspect
import threading
import weakref
from typing import Any, Callable, Dict, Hashable, List, NamedTuple, Optional

from milvus_tui.agent import masking

PRIVATE = "milvus-tui "
"""How an alias begins that the agent itself makes for a moment; such aliases are not shown."""


class Resolution(NamedTuple):
    """What asking a client for its connection gave: a connection, or an exception."""

    handler: Optional[Any]
    error: Optional[BaseException]


class Look(NamedTuple):
    """What a client resolves to at one moment. Holds no client, connection or exception."""

    key: Hashable
    """Equal for clients that find their connection through the same alias or entry."""
    handler: "Optional[weakref.ref[Any]]"
    error_class: str
    error: str
    """Class and message of what the client gets that finds no connection."""
    database: Optional[str]
    """The client's own database, None where the connection has it (up to 2.6.6)."""


def look(key: Hashable, found: Resolution, database: Optional[str]) -> Look:
    """A `Look` from what asking gave."""
    if found.handler is not None:
        return Look(key, weakref.ref(found.handler), "", "", database)
    error = found.error
    return Look(key, None, type(error).__name__, error_words(error), database)


def orm_look(key: Hashable, handler: Optional[Any]) -> Look:
    """A `Look` at an alias of the ORM's, which has no client."""
    if handler is None:
        return Look(
            key, None, "ConnectionNotExistException", "should create connection first", None
        )
    return Look(key, weakref.ref(handler), "", "", None)


def error_words(error: Optional[BaseException]) -> str:
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
    """An entry of pymilvus's registry."""

    key: Hashable
    text: str
    """The entry's name, secrets masked."""
    handler: Any


_own = threading.local()


def own_look() -> bool:
    """Whether the agent itself is asking a client in this thread right now."""
    return getattr(_own, "look", False)


def ask(client: Any) -> Resolution:
    """The connection that a client would use now: what its own calls do first.

    `_get_connection()` looks up and returns; in no release does it connect or wait. Where
    it returns None (2.6.10 after close()), the error is what any call would then give.
    """
    _own.look = True
    try:
        handler = client._get_connection()
        if handler is None:
            # What the client's own call does next; for None it raises.
            getattr(handler, "list_collections")  # noqa: B009 - mypy knows it raises
    except Exception as error:
        return Resolution(None, error.with_traceback(None))
    finally:
        _own.look = False
    return Resolution(handler, None)


def is_async(client: Any) -> bool:
    """Whether a client is an `AsyncMilvusClient`: its close() is a coroutine function."""
    return inspect.iscoroutinefunction(type(client).close)


def async_connection(handler: Any) -> bool:
    """Whether a connection belongs to an event loop."""
    return hasattr(handler, "_async_channel")


def interceptors(handler: Any) -> List[Dict[str, Any]]:
    """The closures of the interceptors that add headers to a connection's calls."""
    named = [
        getattr(handler, name, None)
        for name in ("_authorization_interceptor", "_async_authorization_interceptor")
    ]
    named.append(getattr(handler, "_db_interceptor", None))
    # An async handler keeps no name for the one with the database.
    named.extend(getattr(getattr(handler, "_final_channel", None), _ASYNC_LIST, None) or ())
    return [closure(getattr(each, "_fn", None)) for each in named if each is not None]


_ASYNC_LIST = "_unary_unary_interceptors"


def closure(function: Any) -> Dict[str, Any]:
    """The variables that a function took from where it was made."""
    cells = getattr(function, "__closure__", None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)}


def header(handler: Any, name: str) -> Optional[Any]:
    """The value of a header that a connection sends with every call; None for none."""
    for found in interceptors(handler):
        if found.get("headers") == [name]:
            return found["values"][0]
    return None


def login_header(handler: Any) -> str:
    """The login that a connection sends, in plain text: never to be stored. Empty for none."""
    raw = header(handler, "authorization")
    if not raw:
        return ""
    import base64

    try:
        return base64.b64decode(raw).decode()
    except ValueError:
        return str(raw)


def login(handler: Any) -> str:
    """The login that a connection sends, masked; empty for none."""
    plain = login_header(handler)
    return masking.login(token=plain) if plain else ""


def address(handler: Any) -> str:
    """`host:port` of a connection, as pymilvus has it."""
    return str(getattr(handler, "server_address", ""))


def bare_list_collections(pymilvus: Any) -> Callable[..., List[str]]:
    """`GrpcHandler.list_collections` without the decorator that retries and reconnects.

    Called with the handler, `timeout=` seconds and, where the release has them, `context=`.
    """
    from pymilvus.client.grpc_handler import GrpcHandler

    bare: Callable[..., List[str]] = inspect.unwrap(GrpcHandler.list_collections)
    return bare
