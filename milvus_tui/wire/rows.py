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
"""Results of a call of `list_collections`."""

LAB, RUN, START, ENVIRONMENT = "lab", "run", "start", "env"
"""How an agent was started; see `Target.started_by`."""


_Row = TypeVar("_Row")


def _slots(cls: "Type[_Row]") -> "Type[_Row]":
    """A copy of the dataclass with slots, as by Python 3.10's `slots=True`: halves its memory."""
    fields = tuple(getattr(cls, "__dataclass_fields__"))  # noqa: B009 - mypy knows no such name
    left_out = ("__dict__", "__weakref__", *fields)
    names = {name: value for name, value in vars(cls).items() if name not in left_out}
    copy: "Type[_Row]" = type(cls.__name__, cls.__bases__, {**names, "__slots__": fields})
    return copy


@_slots
@dataclass(frozen=True)
class Target:
    """The process that an agent lives in. The table holds one row, with id 0."""

    id: int
    pid: int
    command: str
    started_by: str
    """What started the agent: `lab`, `run`, `start` (called by the program) or `env`."""
    python: str
    pymilvus: str
    """The release, or an empty string while pymilvus is not imported."""
    rule: str
    """What clients of this release share and what close() does, in a few words."""
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
    """Whether the agent may probe at all: in a watched program only if probes were requested."""
    generation: str = ""
    """`A` to `F`: how this release keeps connections, found in its code; empty until known."""
    parent: int = 0
    """Pid of the process that started this one."""
    ended: Optional[float] = None
    """When the program ended in order, sent last. The other rows describe the moment before."""
    not_judged: Tuple[str, ...] = ()
    """What in this process could not be watched or judged."""


@_slots
@dataclass(frozen=True)
class Client:
    """A `MilvusClient` or `AsyncMilvusClient` that was created in the target; shown as `c<id>`."""

    id: int
    alias: int
    """Id of the alias row through which the client resolves now."""
    database: str
    """The database that the client's calls go to, empty for the server's default."""
    uri: str
    """The requested URI, credentials masked."""
    login: str
    """The requested login, masked; empty for none."""
    requested_alias: str
    """The requested `alias=`; some releases ignore it."""
    dedicated: bool
    thread: str
    """Name of the thread that created the client."""
    site: str
    """Where the client was created: `file:line function`."""
    created: float
    closed: Optional[float]
    """When close() was last called on the client, None if never."""
    closed_by: str
    """The caller of close(): `the lab` or `file:line function`."""
    class_name: str = "MilvusClient"
    """Name of its class, which may be a subclass that the program defines."""
    requested_database: str = ""
    """The database requested in the constructor or with use_database()."""
    differs: Tuple[str, ...] = ()
    """What of its connection differs from the request: `server`, `database`, `login`,
    `password` (of the same user), `security`, `alias`."""
    place: int = 0
    """Id of the site row where the client was created, 0 if unknown."""
    closed_place: int = 0
    """Id of the site row where the client was closed, 0 if unknown."""
    closed_thread: str = ""
    task: str = ""
    """Name of the asyncio task that created the client, empty for none."""
    loop: Optional[int] = None
    """Id of the row of the event loop in which an async client was created."""
    inherited: bool = False
    """Whether the client was created in the parent process, before a fork."""
    ignored: Tuple[Tuple[str, str], ...] = ()
    """Settings that the client requested and its connection was not made with: the argument and
    the value, as `("server_pem_path", "ca.pem")` or `("grpc_options KEY", "KEY=1")`."""
    is_async: bool = False
    """Whether it is an `AsyncMilvusClient`."""


@_slots
@dataclass(frozen=True)
class Alias:
    """A name in pymilvus's registry, or a removed name that clients still hold.

    Up to 2.6.9 this is an alias of `connections`, from 2.6.10 an entry of `ConnectionManager`.
    """

    id: int
    text: str
    """The name, secrets masked."""
    connection: Optional[int]
    """Id of the connection that the alias resolves to now, None for none."""
    registered: bool
    """Whether pymilvus's registry holds the alias now."""
    close_breaks_sharers: bool
    """Whether close() of one client removes the alias, and so breaks all other clients of it."""
    error_class: str
    """Class and message of the error that resolving this alias raises; empty if it resolves."""
    error: str
    since: float
    """Since when the alias has resolved as it does now."""
    cause: str
    """What changed the resolution, such as `c1.close() from the lab`; empty if unknown."""
    dropped: int
    """How many clients of this alias were collected without close()."""
    orm: bool = False
    """Created by `connections.connect()`: the program may keep it without clients."""
    place: int = 0
    """Id of the site row of that `connect()`, 0 if unknown."""
    thread: str = ""
    """Name of the thread of that `connect()`."""


@_slots
@dataclass(frozen=True)
class OrmAlias:
    """A name that the program itself connected with `connections.connect()` of the ORM.

    The row stays after `disconnect()`. Ids ascend, and are not used again: the highest is the
    number of names that were connected.
    """

    id: int
    text: str
    """The name, secrets masked. Rows of `Alias` with `orm` have the same text."""
    connected: float
    """When connect() was last called for it."""
    connected_by: str
    """The caller of that connect(): `file:line function`."""
    place: int
    """Id of the site row of that connect(), 0 if unknown."""
    thread: str
    """Name of the thread of that connect()."""
    address: str
    login: str
    """Masked; empty for none."""
    database: str
    connects: int = 1
    """How often it was connected."""
    disconnected: Optional[float] = None
    """When it was disconnected, None while it is connected."""
    disconnected_by: str = ""
    """What disconnected it, such as `connections.disconnect('default') by app.py:7 main`."""
    disconnected_place: int = 0
    disconnected_thread: str = ""
    users: Tuple[Tuple[str, int], ...] = ()
    """The threads that have used it since that connect(), and how often: the first 50 threads."""
    uses: int = 0
    """How often it was used since that connect(), by all threads."""
    failed: int = 0
    """How often it was used without a connection."""
    inherited: bool = False
    """Whether the parent process connected it, before a fork."""


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
    """The channel's channelz id, None while unknown."""
    state: str
    """Connectivity as channelz reports it: READY, IDLE, CONNECTING, TRANSIENT_FAILURE, SHUTDOWN."""
    socket: Optional[int]
    """Id of the row of the channel's socket, None while unknown."""
    calls: int
    """Calls started on the channel since its creation, by the program and by the agent."""
    failures: int
    """How many calls ended with a status other than OK. An error that Milvus itself reports
    has the status OK."""
    first_seen: float = 0.0
    """When the agent first saw the connection."""
    ready: Optional[float] = None
    """When its channel was first seen ready, or a call to have succeeded; None for neither."""
    last_success: Optional[float] = None
    """When a call of the program last succeeded. Where the agent saw none: when it last saw
    gRPC's count of successful calls grow, to within one reading."""
    last_failure: Optional[float] = None
    successes: int = 0
    """How many calls on the channel ended with the status OK."""
    succeeded: int = 0
    """How many calls of the program returned."""
    failed: int = 0
    """How many calls of the program raised, after pymilvus's own retries."""
    failing_since: Optional[float] = None
    """When the first call failed after the last that succeeded; None if the last succeeded."""
    failed_method: str = ""
    """The method whose call failed last, such as `search`; empty if none failed."""
    failed_kind: str = ""
    """What that failure was, one of `FailureKind`."""
    failed_code: str = ""
    """Name of gRPC's status, number of Milvus's code, or class of the exception."""
    failed_text: str = ""
    """The exception's message."""
    running: Tuple[Tuple[str, float, int, str], ...] = ()
    """Calls that have not returned for a while, the oldest first: method, when it began, which
    try it is in (0 if unknown), and the thread's name. At most 5."""
    cluster: str = ""
    """`host:port` of the global cluster that the program asked for; empty for one server."""
    topology: int = -1
    """Version of the global cluster's topology, as pymilvus last saw it; -1 for none."""
    members: Tuple[Tuple[str, str, str], ...] = ()
    """The topology: id, URI, and `primary` or `replica` of each cluster."""


@_slots
@dataclass(frozen=True)
class Socket:
    """A TCP (or Unix) socket of the target, as channelz reports it."""

    id: int
    local: str
    remote: str


@_slots
@dataclass(frozen=True)
class EmbeddedServer:
    """An embedded Milvus Lite that serves one `.db` file. Its connections have its address."""

    id: int
    path: str
    """Absolute path of the file; from Milvus Lite 3.0 on, of a directory."""
    address: str
    """`unix:…` of a socket, or `127.0.0.1:PORT`."""
    owner: int
    """Pid of the process that started it and holds the file."""
    server: int
    """Pid of its process: that of the target where threads of the target serve."""
    command: str
    """Of the owner, without arguments."""
    state: str
    """`running`, `ended` (its process ended by itself) or `released` (the program stopped it)."""
    file: str
    """`there`, `removed` or `replaced` (the path has another file than the server holds open);
    `unknown` without /proc."""
    since: float
    """Since when state and file have been the same, to within one tick."""
    exit: str = ""
    """How its process ended, such as `killed by SIGKILL`; empty if unknown."""
    lost_before: Optional[float] = None
    """A time by which the file had been removed or replaced; None as long as it is there."""


@_slots
@dataclass(frozen=True)
class Verdict:
    """The result of the last `list_collections` on one connection and database."""

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
    """How many collections were listed; -1 for a call that failed."""
    since: float
    """Since when the state and the error class have been the same."""
    at: float
    """When the call ended."""


@_slots
@dataclass(frozen=True)
class Worker:
    """A worker thread of the lab: it calls `list_collections` of one client at an interval."""

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
class Attempt:
    """A constructor, `connections.connect()` or first async call that takes long, or failed.

    Of a place that tries again and again, one row is kept. The row is removed once the place, or
    another one, connects to the target. An agent keeps 100, the latest.
    """

    id: int
    what: str
    """`MilvusClient()`, `AsyncMilvusClient()`, `connections.connect()` or `first call`."""
    target: str
    """`host:port`, or the path of a `.db` file."""
    login: str
    """Masked; empty for none."""
    place: int
    """Id of the site row of the caller, 0 if unknown."""
    site: str
    """The caller: `file:line function`."""
    thread: str
    task: str
    """Name of the asyncio task, empty for none."""
    started: float
    tries: int
    """Which try of this place and target it is; the first is 1."""
    state: str
    """`connecting`, `failed`, or `given up` by the program: cancelled, or interrupted."""
    ended: Optional[float] = None
    cause: str = ""
    """Why it failed or takes long, one of `Cause`; empty if nothing shows it."""
    seen: str = ""
    """What shows the cause, such as gRPC's own error; masked."""
    error_class: str = ""
    """Class and message of the exception that the caller got, masked; empty for none."""
    error: str = ""


@_slots
@dataclass(frozen=True)
class Event:
    """An event in the target. Ids ascend; an agent keeps the last 1,000 events."""

    id: int
    at: float
    kind: str
    """`spawned`, `closed`, `broke`, `revived`, `dropped`, `moved`, `failing`, `works`,
    `error`, `lab`."""
    text: str
    """A sentence for a person: `c1.close() from the lab broke c2 … c11 (10)`."""
    client: Optional[int] = None
    """The client that caused the event, or that the event happened to."""
    affected: Tuple[Tuple[int, int], ...] = ()
    """The clients whose state changed, as inclusive ranges of ids."""


@_slots
@dataclass(frozen=True)
class Site:
    """A call site: a place in the program's code that creates or closes clients."""

    id: int
    text: str
    """`file:line function` of the innermost frame of the program's own code."""
    frames: Tuple[Tuple[str, int, str, bool], ...]
    """Path, line, function, and whether the frame is the program's own code (neither of an
    installed package nor of the standard library). Innermost first, without frames of pymilvus
    and milvus-tui."""
    created: int = 0
    """Clients created here."""
    closed: int = 0
    """Of those, how many close() was called on."""
    dropped: int = 0
    """Of those, how many were collected without close()."""
    opened: int = 0
    """Connections that did not exist before a client was created here."""
    created_async: int = 0
    """Of the clients created here, how many are async."""
    failed: int = 0
    """How many attempts to connect from here failed: constructors, connects, first async calls."""


@_slots
@dataclass(frozen=True)
class Loop:
    """An asyncio event loop in which async clients were created."""

    id: int
    thread: str
    """Name of the thread in which the loop was first seen."""
    state: str
    """`running`, `open` (not running now), `closed` or `gone` (collected)."""
    since: float


@_slots
@dataclass(frozen=True)
class Finding:
    """Something that is, or was, wrong. An agent keeps 500 findings: ended ones are removed
    first, then the oldest.

    The agent reports what it saw. The viewer says how severe the finding is, what it means and
    what to do about it (`model.findings`).
    """

    id: int
    kind: str
    """One of `Kind`."""
    at: float
    """When the finding began."""
    text: str
    """What the agent saw, as a sentence for a person."""
    ended_at: Optional[float] = None
    """When the finding ceased to hold, None while it holds. What cannot be undone always holds."""
    ended_by: str = ""
    """What ended the finding, such as `c12, created by app.py:7 main`; empty if unknown."""
    client: Optional[int] = None
    """The client that caused the finding, or that it happened to. Its row may be removed."""
    alias: Optional[int] = None
    connection: Optional[int] = None
    place: int = 0
    """Id of the site row of the place in the code to look at first: the one to blame."""
    also: int = 0
    """Id of the site row of a second place that the finding is about, such as where the client was
    created that another place hit; 0 for none."""
    affected: Tuple[Tuple[int, int], ...] = ()
    """The affected clients, as inclusive ranges of ids."""
    count: int = 1
    """How often the finding was seen, or how many things it stands for."""
    detail: str = ""
    """What the explanation of a kind needs: for `HIJACKED_ALIAS` what differs, as in
    `Client.differs`, and `path` (the path of the URI made pymilvus ignore db_name=); for
    `UNCLOSED_CLIENT` `collected`, `last` (collected when the program's own code had nothing left to
    do but to return), `shared` (close() would not have closed its connection) or `exit`; for
    `WRONG_EVENT_LOOP` `left`, or `made` (where no event loop ran) or `used`, then the name of a
    framework that is loaded, as in `made uvicorn`; for `LEAKED_ALIAS` `dedicated` or empty; for
    `BLOCKED_EVENT_LOOP` the milliseconds of the longest call; for `NEVER_READY`
    `async` or empty; for `HELD_UP` the milliseconds; for `SHORT_LIVED_CONNECTIONS` `orm` where
    connections.connect() opened them, else the mean life in milliseconds; for
    `REPLACED_FILE` `opened` (a client was made later), `used` (calls ended later) or `left`; for
    `EMBEDDED_SERVER_GONE` `ended` or `released`; for `IGNORED_SETTINGS` `tls`, `options` or
    `timeout`; for
    `MOVED_TO_ANOTHER_DATABASE` the database; for `CALLS_ELSEWHERE` `iterator`, `collection` (its
    alias was connected anew), `switched` (its alias was given another database), `address` (an
    alias was taken by its address) or `no database: METHOD` (pymilvus left it out); for
    `COLLATERAL_CLOSE` `orm` where the close of a client removed an alias of the ORM, `disconnect`
    where disconnect() took the alias from other threads, `used` where a client was used that had
    lost its connection, and `unused` as long as none was; for `OUTAGE` `lost` (calls failed, and
    none is answered yet), `over`, `dead` (pymilvus closed the channel), `waiting` (calls are being
    repeated) or `idle` (no call was lost); for `REFUSED_CALLS` `login`, `none` (the login is the
    text `None`), `limit`, `all` or empty; for `FAILED_CALLS` `timeout` or empty; for
    `FAILED_CONNECTION` and `HANGING_CONNECTION` one of `Cause`; for `ALIAS_NOT_CONNECTED` the cause
    (see `agent.findings.alias_not_connected`)."""
    name: str = ""
    """The name of what the finding is about where it has no row, such as an alias."""


TABLES = {
    "target": Target,
    "clients": Client,
    "aliases": Alias,
    "orm_aliases": OrmAlias,
    "embedded": EmbeddedServer,
    "connections": Connection,
    "attempts": Attempt,
    "sockets": Socket,
    "verdicts": Verdict,
    "workers": Worker,
    "events": Event,
    "sites": Site,
    "loops": Loop,
    "findings": Finding,
}
"""Every table by its name in an `Update`; a row's key is its `id`."""
