"""Notes: small values that the hooks put into the agent's inbox, with all secrets masked."""

from __future__ import annotations

import weakref
from typing import Any, Callable, NamedTuple, Optional

from milvus_tui.agent.hooks.call_sites import Stack
from milvus_tui.agent.hooks.destinations import Destination
from milvus_tui.agent.hooks.requested import Requested
from milvus_tui.agent.registries.resolution import Resolution

Inbox = Callable[[Any], None]
"""Takes a note, or a function to call after all earlier items were processed.

Must be safe to call in a weak reference's callback, at any moment.
"""


class Caller(NamedTuple):
    """The code that called a hooked method: call site, thread, asyncio task and time."""

    stack: Stack
    thread: str
    task: str
    at: float


class Created(NamedTuple):
    """A client's constructor returned."""

    id: int
    client: "weakref.ref[Any]"
    class_name: str
    requested: Requested
    caller: Caller
    resolution: Resolution
    loop: "Optional[weakref.ref[Any]]"
    """The event loop in which an async client was created."""


class Closed(NamedTuple):
    """A client's close() returned. `resolution` is what the client resolved to right after."""

    id: int
    caller: Caller
    resolution: Resolution


class Moved(NamedTuple):
    """A client's use_database() returned, or a client connected at its first call."""

    id: int
    caller: Caller
    resolution: Resolution
    database: Optional[str]
    """The argument of use_database(); None for a first connect."""
    loop: "Optional[weakref.ref[Any]]" = None
    """The event loop in which an async client connected."""


class Collected(NamedTuple):
    """A client was garbage-collected."""

    id: int
    at: float


class Used(NamedTuple):
    """A client was used in a wrong way: `kind` is one of `wire.Kind`."""

    id: int
    kind: str
    caller: Caller
    resolution: Resolution


class Failed(NamedTuple):
    """A client was used that is not closed and finds no connection."""

    id: int


ITERATOR, COLLECTION, ADDRESS = "iterator", "collection", "address"
"""What sent calls elsewhere: an iterator, a Collection, or whoever took an alias by its address."""


class Elsewhere(NamedTuple):
    """A use whose calls go to another database or server than its caller asked for."""

    kind: str
    """`ITERATOR`, `COLLECTION` or `ADDRESS`."""
    name: str
    """Name of the collection; of the alias, masked, for `ADDRESS`."""
    requested: Destination
    actual: Destination
    made: Caller
    """Where the object was made, or the alias was looked up."""
    used: Caller
    moved: str
    """The method that changed where the calls go, such as `use_database()`; empty if unknown."""
    mover: Optional[Caller]
    """Where the program called that method."""


class Connected(NamedTuple):
    """`connections.connect(alias)` of the ORM returned; the program itself called it."""

    caller: Caller
    resolution: Resolution


class Disconnected(NamedTuple):
    """`connections.disconnect(alias)` returned; the program itself called it."""

    alias: str
    caller: Caller
    resolution: Resolution
