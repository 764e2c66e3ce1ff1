"""What a connection object is: read once, in the thread that first sees it.

Whoever deals with a look (`common.Look`) later may find the object gone. These facts stay.
"""

from __future__ import annotations

import itertools
import weakref
from typing import Any, NamedTuple

from milvus_tui.agent import masking
from milvus_tui.agent.hooks import requested
from milvus_tui.agent.registries import headers


class ConnectionInfo(NamedTuple):
    """A connection. Holds no connection object, and no secret."""

    number: int
    """Never given to another connection of this process."""
    handler: "weakref.ref[Any]"
    address: str
    """`host:port`, as pymilvus has it."""
    secure: bool
    login: str
    """Masked; empty for none."""
    user: str
    """Fingerprint of the user, empty for none."""
    secret: str
    """Fingerprint of the whole login, empty for none."""
    is_async: bool
    """Whether it belongs to an event loop."""


class KnownConnections:
    """The facts of every connection object that is alive. May be used in any thread."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._infos: "weakref.WeakKeyDictionary[Any, ConnectionInfo]" = weakref.WeakKeyDictionary()

    def info_of(self, handler: Any) -> ConnectionInfo:
        """What a connection object is."""
        known = self._infos.get(handler)
        if known is None:
            # Two threads may come here at once: the first one's number counts.
            known = self._infos.setdefault(handler, _read(handler, next(self._numbers)))
        return known


def _read(handler: Any, number: int) -> ConnectionInfo:
    plain = headers.login(handler)
    user, secret = requested.login_of(plain)
    return ConnectionInfo(
        number=number,
        handler=weakref.ref(handler),
        address=str(getattr(handler, "server_address", "")),
        secure=bool(getattr(handler, "_secure", False)),
        login=masking.login(token=plain),
        user=user,
        secret=secret,
        is_async=hasattr(handler, "_async_channel"),
    )
