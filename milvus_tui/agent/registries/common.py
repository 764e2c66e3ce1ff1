"""What the adapters share: a resolution, a registry entry, and the bare call."""

from __future__ import annotations

import inspect
import weakref
from typing import Any, Callable, Hashable, List, NamedTuple, Optional

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


def ask(client: Any) -> Resolution:
    """The connection that a client would use now: what its own calls do first.

    `_get_connection()` looks up and returns; in no release does it connect or wait. Where
    it returns None (2.6.10 after close()), the error is what any call would then give.
    """
    try:
        handler = client._get_connection()
        if handler is None:
            # What the client's own call does next; for None it raises.
            getattr(handler, "list_collections")  # noqa: B009 - mypy knows it raises
    except Exception as error:
        return Resolution(None, error.with_traceback(None))
    return Resolution(handler, None)


def bare_list_collections(pymilvus: Any) -> Callable[..., List[str]]:
    """`GrpcHandler.list_collections` without the decorator that retries and reconnects.

    Called with the handler, `timeout=` seconds and, where the release has them, `context=`.
    """
    from pymilvus.client.grpc_handler import GrpcHandler

    bare: Callable[..., List[str]] = inspect.unwrap(GrpcHandler.list_collections)
    return bare
