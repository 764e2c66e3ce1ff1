"""The messages that cross the socket: greeting, updates, commands and replies.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List

from milvus_tui.wire.rows import (
    Alias,
    Attempt,
    Client,
    Connection,
    EmbeddedServer,
    Event,
    Finding,
    Loop,
    OrmAlias,
    Site,
    Socket,
    Target,
    Verdict,
    Worker,
)

PROTOCOL = 3
"""The version of the protocol. Every change that an older viewer or agent cannot read raises it."""

CHUNK_ROWS = 500
"""Most rows in one update: encoding 10,000 rows at once would hold the target's GIL for 24 ms."""


@dataclass(frozen=True)
class Hello:
    """The first frame of an agent on every connection."""

    protocol: int
    version: str
    pid: int


@dataclass(frozen=True)
class Update:
    """New and changed rows by table, and the ids of removed rows (`gone`)."""

    target: List[Target] = field(default_factory=list)
    clients: List[Client] = field(default_factory=list)
    aliases: List[Alias] = field(default_factory=list)
    orm_aliases: List[OrmAlias] = field(default_factory=list)
    embedded: List[EmbeddedServer] = field(default_factory=list)
    connections: List[Connection] = field(default_factory=list)
    attempts: List[Attempt] = field(default_factory=list)
    sockets: List[Socket] = field(default_factory=list)
    verdicts: List[Verdict] = field(default_factory=list)
    workers: List[Worker] = field(default_factory=list)
    events: List[Event] = field(default_factory=list)
    sites: List[Site] = field(default_factory=list)
    loops: List[Loop] = field(default_factory=list)
    findings: List[Finding] = field(default_factory=list)
    gone: Dict[str, List[int]] = field(default_factory=dict)
    complete: bool = True
    """False while more chunks of the same change follow."""


@dataclass(frozen=True)
class Command:
    """A request of a viewer. The viewer chooses `id`; the reply has the same.

    Names and arguments (an argument with a default is optional):

    - `spawn`: count=1, uri="" (the lab's), database="", create_database=False,
      temporary=False (drop a database that this command created at the lab's end),
      user="", password="", token="" (all empty: the lab's login), alias="",
      dedicated=False, own_thread=False, options={} (further arguments of `MilvusClient`).
      Reply data: {"clients": [ids]}
    - `duplicate`: client, count=1: spawn with the parameters of that client.
      Reply data: as for `spawn`.
    - `start_threads`: client, count=1, interval=None (the lab's): hand the client to new threads,
      each of which calls its `list_collections` at that interval, in seconds.
      Reply data: {"workers": [ids]}
    - `stop_threads`: worker or client: stop one worker thread, or all those of a client.
      Reply data: {"workers": [ids]}
    - `close`: client: call its `close()`.
    - `drop`: client: let the lab forget it, without `close()`.
    - `call`: client: call its `list_collections` once, with pymilvus's retry and recovery.
      Reply data: {"state", "error_class", "error", "latency", "collections", "at"}
    - `use_database`: client, database.
      Reply data: {"available"}: whether this release has `use_database`.
    - `drop_databases`: drop the databases that `spawn` created with `temporary`.
    - `create_collection`: client, name.
    - `loops`: count=3: an `AsyncMilvusClient` in each of several event loops, one
      after the other, and the first client in all of them.
      Reply data: {"available", "each", "first", "left"}, see `agent.lab.loop_runs`.
    - `probe`: probe every connection and database now.
    - `pause`: on (bool): stop or resume the rounds of probes.
    - `end`: end the target (lab only).
    """

    id: int
    name: str
    args: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """The answer to one command; `text` says in one line what was done or what failed."""

    id: int
    ok: bool
    text: str = ""
    data: Dict[str, Any] = field(default_factory=dict)


MESSAGES = {"hello": Hello, "update": Update, "command": Command, "reply": Reply}
KINDS = {cls: kind for kind, cls in MESSAGES.items()}
