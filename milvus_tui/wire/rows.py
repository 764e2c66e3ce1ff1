"""The rows that an agent keeps of its process, and the tables that hold them.

Standard library and Python 3.8 syntax only. Times are seconds since the epoch, durations are
milliseconds. No row holds a secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple, Type, TypeVar

WORKS = "works"
FAILS = "fails"
TIMED_OUT = "timed out"
"""What a call of `list_collections` gave."""

LAB, RUN, START, ENVIRONMENT = "lab", "run", "start", "env"
"""The doors through which an agent comes in; see `Target.door`."""


_Row = TypeVar("_Row")


def _slots(cls: "Type[_Row]") -> "Type[_Row]":
    """The dataclass anew with slots: `slots=True` of Python 3.10. Halves what a row takes."""
    fields = tuple(getattr(cls, "__dataclass_fields__"))  # noqa: B009 - mypy knows no such name
    left_out = ("__dict__", "__weakref__", *fields)
    names = {name: value for name, value in vars(cls).items() if name not in left_out}
    made: "Type[_Row]" = type(cls.__name__, cls.__bases__, {**names, "__slots__": fields})
    return made


@_slots
@dataclass(frozen=True)
class Target:
    """The process that an agent lives in. The table holds one row, with id 0."""

    id: int
    pid: int
    command: str
    started_by: str
    """How the agent came in: `lab`, `run`, `start` (called by the program) or `env`."""
    python: str
    pymilvus: str
    """The release, or an empty string while pymilvus is not imported."""
    rule: str
    """In a few words, what this release shares and what its close() does."""
    uri: str
    """The lab's default server, credentials masked."""
    login: str
    """The lab's default login, masked; empty for none."""
    database: str
    server: str
    """Name and version of the server, empty until known."""
    started: float
    interval: float
    """Seconds between two rounds of probes."""
    timeout: float
    """Seconds after which a probe counts as timed out."""
    lab: bool
    """Whether the agent takes commands that change clients."""
    paused: bool
    probes: bool = True
    """Whether the agent may probe at all; a watched program's may not, unless it was asked to."""
    generation: str = ""
    """`A` to `F`: how this release keeps connections, read off its code; empty until known."""
    parent: int = 0
    """Pid of the process that started this one."""
    ended: Optional[float] = None
    """The agent's last word: when the program ended in order. What held then holds no longer."""


@_slots
@dataclass(frozen=True)
class Client:
    """A `MilvusClient` or `AsyncMilvusClient` that was made in the target; shown as `c<id>`."""

    id: int
    alias: int
    """Id of the alias row that the client resolves through now."""
    database: str
    """The database that the client's calls go to, empty for the server's default."""
    uri: str
    """The URI that was asked for, credentials masked."""
    login: str
    """The login that was asked for, masked; empty for none."""
    requested_alias: str
    """The `alias=` that was asked for; a release may ignore it."""
    dedicated: bool
    thread: str
    """Name of the thread that the client was made in."""
    site: str
    """Where it was made: `file:line function`."""
    created: float
    closed: Optional[float]
    """When close() was called on it last, None if never."""
    closed_by: str
    """Who called close(): `the lab` or `file:line function`."""
    class_name: str = "MilvusClient"
    """Name of its class, which may be a subclass of the program's own."""
    requested_database: str = ""
    """The database that was asked for, in the constructor or with use_database()."""
    differs: Tuple[str, ...] = ()
    """In what its connection is not what was asked for: `server`, `database`, `login`,
    `password` (of the same user), `security`, `alias`."""
    place: int = 0
    """Id of the site row of where it was made, 0 if that was not seen."""
    closed_place: int = 0
    """Id of the site row of where it was closed."""
    closed_thread: str = ""
    task: str = ""
    """Name of the asyncio task that made it, empty for none."""
    loop: Optional[int] = None
    """Id of the event loop row that an async client was made in."""
    inherited: bool = False
    """It was made in the parent process, before a fork."""


@_slots
@dataclass(frozen=True)
class Alias:
    """A name in pymilvus's registry, or one that clients still hold though it is gone.

    Up to 2.6.9 this is an alias of `connections`, from 2.6.10 an entry of `ConnectionManager`.
    """

    id: int
    text: str
    """The name, secrets masked."""
    connection: Optional[int]
    """Id of the connection that the alias resolves to now, None for none."""
    registered: bool
    """Whether pymilvus's registry holds it now."""
    close_breaks_sharers: bool
    """Whether close() of one client takes the alias, and so the connection, from all others."""
    error_class: str
    """Class and message of what a client gets that resolves this alias; empty if it resolves."""
    error: str
    since: float
    """Since when the alias resolves as it does now."""
    cause: str
    """What the agent saw to make it so, such as `c1.close() from the lab`; empty if not seen."""
    dropped: int
    """How many clients of this alias were collected without close()."""
    orm: bool = False
    """Made by `connections.connect()`: the program's own to keep, with or without clients."""
    place: int = 0
    """Id of the site row of that `connect()`, 0 if it was not seen."""
    thread: str = ""
    """Name of the thread of that `connect()`."""


@_slots
@dataclass(frozen=True)
class Connection:
    """A connection object of pymilvus (a `GrpcHandler`) and its gRPC channel."""

    id: int
    address: str
    secure: bool
    login: str
    database: str
    """The database bound to the connection (up to 2.6.6), else empty."""
    channel: Optional[int]
    """The channel's channelz id, None while not known."""
    state: str
    """Connectivity as channelz sees it: READY, IDLE, CONNECTING, TRANSIENT_FAILURE, SHUTDOWN."""
    socket: Optional[int]
    """Id of the socket row that the channel rides, None while not known."""
    calls: int
    """Calls started on the channel since it was made, by whomever."""
    failures: int
    """How many of them ended with a status other than OK. An error that Milvus itself reports
    has the status OK."""
    first_seen: float = 0.0
    """When the agent first saw the connection."""
    ready: Optional[float] = None
    """When its channel was first seen ready, None for never."""
    last_success: Optional[float] = None
    """When the count of calls that succeeded was last seen to grow: within one look."""
    last_failure: Optional[float] = None


@_slots
@dataclass(frozen=True)
class Socket:
    """A TCP (or Unix) socket of the target, as channelz sees it."""

    id: int
    local: str
    remote: str


@_slots
@dataclass(frozen=True)
class Verdict:
    """What the last `list_collections` on one connection and database gave."""

    id: int
    connection: int
    database: str
    state: str
    """`works`, `fails` or `timed out`."""
    error_class: str
    error: str
    latency: float
    """Milliseconds."""
    collections: int
    """How many collections were listed; -1 for a call that did not work."""
    since: float
    """Since when the state and the error have been what they are."""
    at: float
    """When the call ended."""


@_slots
@dataclass(frozen=True)
class Worker:
    """A thread that was handed a client and calls its `list_collections` at an interval."""

    id: int
    client: int
    thread: str
    state: str
    """`works`, `fails` or `timed out`; empty before the first call ended."""
    error_class: str
    error: str
    latency: float
    collections: int
    since: float
    at: float
    calls: int


@_slots
@dataclass(frozen=True)
class Event:
    """Something that happened. Ids ascend; an agent keeps the last 1,000."""

    id: int
    at: float
    kind: str
    """`spawned`, `closed`, `broke`, `revived`, `dropped`, `moved`, `failing`, `works`,
    `error`, `lab`."""
    text: str
    """A sentence for a person: `c1.close() from the lab broke c2 … c11 (10)`."""
    client: Optional[int] = None
    """The client that did it, or that it happened to."""
    affected: Tuple[Tuple[int, int], ...] = ()
    """The clients whose state it changed, as inclusive ranges of ids."""


@_slots
@dataclass(frozen=True)
class Site:
    """A place in the program's code where clients are made or closed."""

    id: int
    text: str
    """`file:line function` of the innermost frame that is the program's own."""
    frames: Tuple[Tuple[str, int, str, bool], ...]
    """Path, line, function and whether it is the program's own code (not an installed
    package's, not the standard library's); innermost first, pymilvus's and ours left out."""
    created: int = 0
    """Clients made here."""
    closed: int = 0
    """Of those, how many close() was called on."""
    dropped: int = 0
    """Of those, how many were collected without close()."""
    opened: int = 0
    """Connections that did not exist before a client was made here."""


@_slots
@dataclass(frozen=True)
class Loop:
    """An asyncio event loop in which async clients were made."""

    id: int
    thread: str
    """Name of the thread that it was first seen in."""
    state: str
    """`running`, `open` (not running now), `closed` or `gone` (collected)."""
    since: float


@_slots
@dataclass(frozen=True)
class Finding:
    """Something that is, or was, wrong. An agent keeps the last 500, those that hold longest.

    The agent says what it saw; how grave that is, what it means and what to do about it is
    for the viewer to say (`model.findings`).
    """

    id: int
    kind: str
    """One of `Kind`."""
    at: float
    """When it began."""
    text: str
    """What was seen, as a sentence for a person."""
    ended_at: Optional[float] = None
    """When it ceased to hold; None as long as it does. What cannot be undone stays."""
    ended_by: str = ""
    """What ended it, such as `c12, made by app.py:7 main`; empty if it was not seen."""
    client: Optional[int] = None
    """The client that did it, or that it happened to. Its row may be gone."""
    alias: Optional[int] = None
    connection: Optional[int] = None
    place: int = 0
    """Id of the site row of the place in the code to look at."""
    affected: Tuple[Tuple[int, int], ...] = ()
    """The clients that it happened to, as inclusive ranges of ids."""
    count: int = 1
    """How often it was seen, or how many it is."""
    detail: str = ""
    """What kind-specific words need: for `HIJACKED` what differs, as in `Client.differs`; for
    `UNCLOSED` `collected`, `shared` (close() would not have closed its connection) or `exit`;
    for `LOOP` `used` or `left`; for `LEAKED` `dedicated` or empty; for `HELD` the
    milliseconds; for `CHURN` the mean life in milliseconds; for
    `COLLATERAL` `orm` where an alias of the ORM's was taken away, `used` where a client was used
    that had lost its connection, and `unused` as long as none was."""


TABLES = {
    "target": Target,
    "clients": Client,
    "aliases": Alias,
    "connections": Connection,
    "sockets": Socket,
    "verdicts": Verdict,
    "workers": Worker,
    "events": Event,
    "sites": Site,
    "loops": Loop,
    "findings": Finding,
}
"""Every table by its name in an `Update`; a row's key is its `id`."""
