"""What the hooks note: small values that go into the agent's inbox, secrets masked already."""

from __future__ import annotations

import weakref
from typing import Any, Callable, NamedTuple, Optional

from milvus_tui.agent.hooks.call_sites import Stack
from milvus_tui.agent.hooks.requested import Requested
from milvus_tui.agent.registries.resolution import Resolution

Inbox = Callable[[Any], None]
"""Takes one of the below, or a function to call once all before it were dealt with.

Must be safe in a weak reference's callback, at any moment.
"""


class Caller(NamedTuple):
    """Who did something: the place in the code, the thread and the asyncio task."""

    stack: Stack
    thread: str
    task: str
    at: float


class Created(NamedTuple):
    """A client whose constructor returned."""

    id: int
    client: "weakref.ref[Any]"
    class_name: str
    requested: Requested
    caller: Caller
    resolution: Resolution
    loop: "Optional[weakref.ref[Any]]"
    """The event loop that an async client was made in."""


class Closed(NamedTuple):
    """A client whose close() returned, and what it resolved to right after."""

    id: int
    caller: Caller
    resolution: Resolution


class Moved(NamedTuple):
    """A client that was told to use another database, or that connected at its first call."""

    id: int
    caller: Caller
    resolution: Resolution
    database: Optional[str]
    """What use_database() was called with; None for a first connect."""
    loop: "Optional[weakref.ref[Any]]" = None
    """The event loop in which an async client connected."""


class Collected(NamedTuple):
    """A client that the garbage collector took."""

    id: int
    at: float


class Used(NamedTuple):
    """A client that was used though it should not be; see `wire.Kind`."""

    id: int
    kind: str
    caller: Caller
    resolution: Resolution


class Failed(NamedTuple):
    """A client that is not closed was used, and found no connection."""

    id: int


class Connected(NamedTuple):
    """`connections.connect(alias)` of the ORM returned, called by the program itself."""

    caller: Caller
    resolution: Resolution


class Disconnected(NamedTuple):
    """`connections.disconnect(alias)` returned, called by the program itself."""

    alias: str
    caller: Caller
    resolution: Resolution
