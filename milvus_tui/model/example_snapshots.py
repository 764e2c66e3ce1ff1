"""Example data: snapshots of a lab, for tests, pictures and the documentation.

All values are invented. Times count from `NOON`, so that pictures do not change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui import wire
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply

if TYPE_CHECKING:
    from collections.abc import Iterable

NOON = 1_700_000_000.0
URI = "http://localhost:19530"
RULE = "clients with the same URI, login and database share a connection; closing one breaks all"
GONE = ("ConnectionNotExistException", "should create connection first.")

TARGET = wire.Target(
    id=0,
    pid=4711,
    command="python -m milvus_tui.agent.lab",
    started_by="lab",
    python="3.11.9",
    pymilvus="2.6.6",
    rule=RULE,
    uri=URI,
    login="",
    database="",
    server="Milvus Lite 3.2.2",
    started=NOON,
    interval=1.0,
    timeout=5.0,
    lab=True,
    paused=False,
    generation="D",
)


def client(key: int, alias: int = 1, **changes: object) -> wire.Client:
    """A client of the lab, created `key` seconds after noon, 30 at most."""
    row = wire.Client(
        id=key,
        alias=alias,
        database="",
        uri=URI,
        login="",
        requested_alias="",
        dedicated=False,
        thread="MainThread",
        site="lab.py:41 spawn",
        created=NOON + min(key, 30),
        closed=None,
        closed_by="",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def alias(key: int, connection: int | None, text: str = URI, **changes: object) -> wire.Alias:
    """An alias: registered if it has a connection, else it fails as in pymilvus 2.6.6."""
    row = wire.Alias(
        id=key,
        text=text,
        connection=connection,
        registered=connection is not None,
        close_breaks_sharers=True,
        error_class="" if connection is not None else GONE[0],
        error="" if connection is not None else GONE[1],
        since=NOON + key,
        cause="",
        dropped=0,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def connection(key: int, socket: int | None = 1, **changes: object) -> wire.Connection:
    """A connection to the lab's server."""
    row = wire.Connection(
        id=key,
        address="localhost:19530",
        secure=False,
        login="",
        database="",
        channel=key + 10,
        state="READY",
        socket=socket,
        calls=120 + key,
        failures=0,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def attempt(key: int, **changes: object) -> wire.Attempt:
    """A constructor that has been connecting since noon."""
    row = wire.Attempt(
        id=key,
        what="MilvusClient()",
        target="127.0.0.1:19530",
        login="",
        place=0,
        site="app.py:7 main",
        thread="MainThread",
        task="",
        started=NOON,
        tries=1,
        state="connecting",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def verdict(key: int, on: int, **changes: object) -> wire.Verdict:
    """A probe that worked, on a connection's default database."""
    row = wire.Verdict(
        id=key,
        connection=on,
        database="",
        state=wire.WORKS,
        error_class="",
        error="",
        latency=0.9,
        collections=2,
        since=NOON + key,
        at=NOON + 40,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def worker(key: int, of: int, **changes: object) -> wire.Worker:
    """A thread that received a client and calls with it."""
    row = wire.Worker(
        id=key,
        client=of,
        thread=f"worker-{key}",
        state=wire.WORKS,
        error_class="",
        error="",
        latency=1.1,
        collections=2,
        since=NOON + 35,
        at=NOON + 40,
        calls=6,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def site(key: int, line: int = 41, function: str = "spawn", **changes: object) -> wire.Site:
    """A call site of a program; `app/main.py` reaches it through an installed package."""
    row = wire.Site(
        id=key,
        text=f"app/store.py:{line} {function}",
        frames=(
            ("/srv/shop/app/store.py", line, function, True),
            ("/srv/shop/lib/python3.11/site-packages/starlette/routing.py", 73, "app", False),
            ("/srv/shop/app/main.py", 12, "main", True),
        ),
        created=1,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def finding(key: int, kind: str, **changes: object) -> wire.Finding:
    """A finding that began `key` seconds after noon."""
    row = wire.Finding(id=key, kind=kind, at=NOON + key, text=f"{kind} was seen")
    return replace(row, **changes)  # type: ignore[arg-type]


def snapshot(**tables: Iterable[object]) -> Snapshot:
    """A snapshot of these rows, with the target."""
    rows = {name: list(table) for name, table in tables.items()}
    return apply(EMPTY, wire.Update(**{"target": [TARGET], **rows}))  # type: ignore[arg-type]


def many(count: int) -> Snapshot:
    """A number of clients on one connection."""
    return snapshot(
        clients=[client(key) for key in range(1, count + 1)],
        aliases=[alias(1, 1)],
        connections=[connection(1)],
        sockets=[wire.Socket(1, "127.0.0.1:45174", "127.0.0.1:19530")],
        verdicts=[verdict(1, 1)],
    )


def shared() -> Snapshot:
    """Eleven clients on one connection, two with own connections, a leaked alias, threads."""
    test_db = f"{URI}-test_DB"
    update = wire.Update(
        clients=[
            client(12, 2, database="test_DB"),
            client(13, 3, requested_alias="c1-alias", thread="spawn-13"),
        ],
        aliases=[
            alias(2, 2, test_db),
            alias(3, 3, "c1-alias"),
            alias(4, 4, "c2-alias", dropped=1),
        ],
        connections=[connection(2, database="test_DB"), connection(3), connection(4)],
        verdicts=[
            verdict(2, 2, database="test_DB", collections=0, latency=1.1),
            verdict(3, 3, latency=1.3),
        ],
        workers=[worker(1, 2), worker(2, 2), worker(3, 7)],
        events=[
            wire.Event(1, NOON + 1, "spawned", "the lab spawned c1 … c11 (11)", 1, ((1, 11),)),
            wire.Event(2, NOON + 12, "spawned", "the lab spawned c12", 12, ((12, 12),)),
            wire.Event(3, NOON + 13, "spawned", "the lab spawned c13", 13, ((13, 13),)),
            wire.Event(4, NOON + 20, "dropped", "the lab dropped c14: c2-alias stays", 14),
            wire.Event(5, NOON + 35, "lab", "c2 handed to worker-1 and worker-2", 2),
        ],
    )
    return apply(many(11), update)


def after_close() -> Snapshot:
    """`shared()` after c1.close(): one alias row and the state of eleven clients changed."""
    before = shared()
    cause = "c1.close() by the lab"
    update = wire.Update(
        clients=[replace(before.clients[1], closed=NOON + 60, closed_by="the lab")],
        aliases=[
            replace(
                before.aliases[1],
                connection=None,
                registered=False,
                error_class=GONE[0],
                error=GONE[1],
                since=NOON + 60,
                cause=cause,
            )
        ],
        workers=[
            replace(
                row,
                state=wire.FAILS,
                error_class=GONE[0],
                error=GONE[1],
                collections=-1,
                since=NOON + 60,
                at=NOON + 60,
            )
            for row in before.workers.values()
        ],
        events=[
            wire.Event(
                6,
                NOON + 60,
                "broke",
                f"{cause} broke c2 … c11 (10 clients, 3 threads)",
                1,
                ((2, 11),),
            )
        ],
        gone={"connections": [1], "verdicts": [1]},
    )
    return apply(before, update)


def with_findings() -> Snapshot:
    """`after_close()` of a program that `run` started, with findings."""
    cause = "c1.close() at app/store.py:41 release"
    return apply(
        after_close(),
        wire.Update(
            target=[
                replace(
                    TARGET, command="app/main.py", started_by="run", lab=False, probes=False
                )
            ],
            sites=[
                site(1, 41, "release"),
                site(2, 58, "search", created=40, closed=3, dropped=37, opened=40),
                site(3, 77, "report"),
            ],
            findings=[
                finding(
                    1, wire.Kind.LEAKED_ALIAS, at=NOON + 3, ended_at=NOON + 43, alias=2, place=3,
                    text="books has no client left, and 1 was dropped without close().",
                    ended_by="c12, created by app/store.py:58 search",
                ),
                finding(
                    2, wire.Kind.LEAKED_ALIAS, at=NOON + 20, alias=4, connection=4, place=2,
                    text="c2-alias has no client left, and 1 was dropped without close().",
                ),
                finding(
                    3, wire.Kind.COLLATERAL_CLOSE, at=NOON + 60, client=1, alias=1, place=1,
                    affected=((2, 11),), text=f"{cause} took the connection from c2 … c11 (10).",
                ),
                finding(
                    4, wire.Kind.HIJACKED_ALIAS, at=NOON + 13, client=13, alias=3, connection=3,
                    place=3,
                    detail="server, database",
                    text="c13 requested http://10.0.0.9:19530 and database books, and is bound to "
                    "localhost:19530 and database default.",
                ),
                finding(
                    5, wire.Kind.FALSE_SEPARATION, at=NOON + 30, place=3, count=3,
                    affected=((12, 13),), text="B, C and D share the socket 127.0.0.1:45174.",
                ),
                finding(
                    6, wire.Kind.LEAKED_ALIAS, at=NOON + 73, alias=3, place=1, text="Too young."
                ),
            ],
        ),
    )  # fmt: skip
