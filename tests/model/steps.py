"""Random sequences of updates, as an agent could send them during a target's life."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply

KEYS = st.integers(1, 12)
DATABASES = st.sampled_from(["", "books"])
STATES = st.sampled_from([wire.WORKS, wire.FAILS, wire.TIMED_OUT])
SOME = st.one_of(st.none(), st.integers(1, 4))


def client(key: int, alias: int, database: str, closed: float | None, thread: str) -> wire.Client:
    """A row of any kind."""
    return example_snapshots.client(key, alias, database=database, closed=closed, thread=thread)


CLIENTS = st.builds(
    client,
    KEYS,
    st.integers(1, 5),
    DATABASES,
    st.one_of(st.none(), st.just(example_snapshots.NOON + 50)),
    st.sampled_from(["MainThread", "thread-1", "thread-2"]),
)
ALIASES = st.builds(
    lambda key, on, registered, breaks_sharers: replace(
        example_snapshots.alias(key, on, f"alias-{key}"),
        registered=registered,
        close_breaks_sharers=breaks_sharers,
    ),
    st.integers(1, 5),
    SOME,
    st.booleans(),
    st.booleans(),
)
CONNECTIONS = st.builds(example_snapshots.connection, st.integers(1, 4), SOME)
SOCKETS = st.builds(
    lambda key: wire.Socket(key, f"127.0.0.1:{key}", "127.0.0.1:1"), st.integers(1, 4)
)
VERDICTS = st.builds(
    lambda key, on, database, state, at: replace(
        example_snapshots.verdict(key, on),
        database=database,
        state=state,
        at=example_snapshots.NOON + at,
    ),
    st.integers(1, 6),
    st.integers(1, 4),
    DATABASES,
    STATES,
    st.integers(0, 99),
)
WORKERS = st.builds(
    lambda key, of, state: example_snapshots.worker(
        key, 1 + key % 12 if of else 1 + key % 3, state=state
    ),
    st.integers(1, 9),
    st.just(True),
    STATES,
)


def few(rows: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    """A few rows, each id at most once."""
    return st.lists(rows, max_size=4, unique_by=lambda row: row.id)  # type: ignore[attr-defined]


GONE = st.dictionaries(
    st.sampled_from(["clients", "aliases", "connections", "sockets", "verdicts", "workers"]),
    st.lists(st.integers(1, 12), max_size=4),
    max_size=3,
)

UPDATES = st.builds(
    wire.Update,
    clients=few(CLIENTS),
    aliases=few(ALIASES),
    connections=few(CONNECTIONS),
    sockets=few(SOCKETS),
    verdicts=few(VERDICTS),
    workers=few(WORKERS),
    gone=GONE,
)

LIVES = st.lists(UPDATES, min_size=1, max_size=12)


def snapshots(life: list[wire.Update]) -> list[Snapshot]:
    """The snapshot after each update of a life."""
    shots, now = [], EMPTY
    for update in life:
        now = apply(now, update)
        shots.append(now)
    return shots
