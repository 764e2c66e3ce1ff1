"""The messages that cross the socket: greeting, updates, commands and replies.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List

from milvus_tui.wire.rows import (
    Alias,
    Client,
    Connection,
    Event,
    Finding,
    Loop,
    Site,
    Socket,
    Target,
    Verdict,
    Worker,
)

PROTOCOL = 3
"""Raised with every change that an older viewer or agent could not read."""

CHUNK_ROWS = 500
"""Most rows in one update: encoding 10,000 at once would hold the target's GIL for 24 ms."""


@dataclass(frozen=True)
class Hello:
    """The first frame of an agent on every connection."""

    protocol: int
    version: str
    pid: int


@dataclass(frozen=True)
class Update:
    """New and changed rows by table; ids of rows that are gone."""

    target: List[Target] = field(default_factory=list)
    clients: List[Client] = field(default_factory=list)
    aliases: List[Alias] = field(default_factory=list)
    connections: List[Connection] = field(default_factory=list)
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
    """A request of a viewer. `id` is the viewer's own, and comes back in the reply.

    Names and arguments (every argument may be left out where a default is given):

    - `spawn`: count=1, uri="" (the lab's), database="", create_database=False, user="",
      password="", token="" (all empty: the lab's login), alias="", dedicated=False,
      own_thread=False, options={} (further arguments of `MilvusClient`).
      Reply data: {"clients": [ids]}
    - `duplicate`: client, count=1: spawn with the parameters of that client. Same data.
    - `start_threads`: client, count=1, interval=None (the lab's): hand it to new threads.
      Reply data: {"workers": [ids]}
    - `stop_threads`: worker or client: stop one worker, or all of a client's.
    - `close`, `drop`: client.
    - `call`: client: its own `list_collections`, once, with pymilvus's retry and recovery.
      Reply data: {"state", "error_class", "error", "latency", "collections", "at"}
    - `use_database`: client, database.
    - `create_collection`: client, name.
    - `loops`: count=3: an `AsyncMilvusClient` in each of several event loops, one
      after the other, and the first client in all of them.
      Reply data: {"each", "first", "left"}, see `agent.lab.loops`.
    - `probe`: probe everything now.
    - `pause`: on (bool): stop or resume the rounds of probes.
    - `end`: end the target (lab only).
    """

    id: int
    name: str
    args: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """The answer to one command; `text` says in one line what failed, or what was done."""

    id: int
    ok: bool
    text: str = ""
    data: Dict[str, Any] = field(default_factory=dict)


MESSAGES = {"hello": Hello, "update": Update, "command": Command, "reply": Reply}
KINDS = {cls: kind for kind, cls in MESSAGES.items()}
