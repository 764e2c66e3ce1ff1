"""Notes: small values that the hooks put into the agent's inbox, with all secrets masked."""

from __future__ import annotations

import weakref
from typing import Any, Callable, NamedTuple, Optional, Tuple

from milvus_tui.agent.hooks.call_sites import NO_STACK, Stack
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
    seconds: float = 0.0
    """How long the constructor took."""
    is_async: bool = False
    """Whether it is an `AsyncMilvusClient`."""


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
    running: Stack = NO_STACK
    """The frames of the program's own code that ran in the thread that dropped the client."""


class ShortLived(NamedTuple):
    """Further clients, made as `created` was, were dropped before the agent's thread read of them.

    They are counted, and not listed.
    """

    created: Created
    last: Collected
    """The collection of the last one."""
    number: int


class Used(NamedTuple):
    """A client was used in a wrong way: `kind` is one of `wire.Kind`."""

    id: int
    kind: str
    caller: Caller
    resolution: Resolution


class LoopBlocked(NamedTuple):
    """A plain call returned that had held up the event loop of its thread."""

    call: str
    """Such as `search()`."""
    seconds: float
    others: int
    """The loop's other tasks, which waited."""
    caller: Caller


class Failed(NamedTuple):
    """A client was used that is not closed and finds no connection."""

    id: int


ITERATOR, COLLECTION, ADDRESS, NO_DATABASE = "iterator", "collection", "address", "no database"
OVERRIDDEN = "overridden"
"""What sent calls elsewhere: an iterator, a Collection, whoever took an alias by its address,
pymilvus, which left the database out, or another thread's `using_database()`."""


class Elsewhere(NamedTuple):
    """A use whose calls go to another database or server than its caller asked for."""

    kind: str
    """`ITERATOR`, `COLLECTION`, `ADDRESS`, `NO_DATABASE` or `OVERRIDDEN`."""
    name: str
    """Name of the collection; for `ADDRESS` and `OVERRIDDEN` of the alias, masked; for
    `NO_DATABASE` of the method of the connection."""
    requested: Destination
    actual: Destination
    made: Caller
    """Where the object was made, or the alias was looked up."""
    used: Caller
    moved: str
    """The method that changed where the calls go, such as `use_database()`; empty if unknown."""
    mover: Optional[Caller]
    """Where the program called that method."""


class RunningCall(NamedTuple):
    """A call on a connection, in another thread."""

    thread: str
    stack: Stack


class Use:
    """The uses of an alias by one thread, with one connection. The thread itself counts them."""

    __slots__ = ("connection", "count", "thread")

    def __init__(self, connection: int, thread: str, count: int) -> None:
        self.connection = connection
        """Number of the connection; negative if the parent process opened it before a fork."""
        self.thread = thread
        self.count = count


class Miss:
    """The failed uses of an alias at one place, by one thread. The thread itself counts them."""

    __slots__ = ("alias", "count", "used")

    def __init__(self, alias: str, used: int) -> None:
        self.alias = alias
        """Masked."""
        self.used = used
        """Number of the connection with which this thread connected or used the alias last, and
        which it has not disconnected itself; 0 for none."""
        self.count = 1


class Reconnected(NamedTuple):
    """`reconnect()` of a connection object returned: it has a new channel (pymilvus 3)."""

    connection: int
    caller: Caller
    retried: str
    """The method that was retried meanwhile; empty where the program itself called."""


class Connected(NamedTuple):
    """`connections.connect(alias)` of the ORM returned; the program itself called it."""

    alias: str
    """Masked."""
    use: Use
    """The uses by the thread that connected the alias."""
    caller: Caller
    resolution: Resolution
    """Without a connection if another thread has disconnected the alias since."""
    database: str
    named: Tuple[str, ...]
    """What the call named: `login`, `database`."""
    keep_alive: bool
    """Whether pymilvus itself connected the alias anew."""


class ConnectFailed(NamedTuple):
    """A `connections.connect(alias)` of the program raised an exception."""

    alias: str
    """Masked."""
    connection: int
    """Number of the earlier connection that the alias has lost; 0 for none."""
    caller: Caller
    resolution: Resolution
    named: Tuple[str, ...]
    """What the call named: `login`, `database`."""
    error_class: str
    error: str
    """The message in one line, masked."""


class Configured(NamedTuple):
    """`connections.add_connection()` returned, which connects nothing. The aliases are masked."""

    aliases: Tuple[str, ...]
    caller: Caller


class Disconnected(NamedTuple):
    """`connections.disconnect(alias)` returned; the program itself called it."""

    alias: str
    """Masked."""
    connection: int
    """Number of the connection that was closed; 0 if the alias had none."""
    running: Tuple[RunningCall, ...]
    """The calls that ran on the connection in other threads."""
    caller: Caller
    resolution: Resolution
    keep_alive: bool
    """Whether pymilvus itself disconnected the alias, to connect it anew."""


class OrmUsed(NamedTuple):
    """A thread used an alias of the ORM for the first time after its connect()."""

    alias: str
    """Masked."""
    use: Use
    before: int
    """Number of the connection with which this thread used the alias before; 0 for none."""
    caller: Caller
    by_client: bool
    """Whether a client used the alias, in a release where clients and the ORM share aliases."""


class OrmMissed(NamedTuple):
    """A call of the ORM found no connection under its alias."""

    miss: Miss
    caller: Caller
