"""The state of a client: what its own `list_collections` gives now, derived from the rows.

client → alias → connection → verdict on (connection, database). Ten thousand clients on one
connection share one verdict, so nothing here is stored per client.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui import wire
from milvus_tui.model import text

if TYPE_CHECKING:
    from milvus_tui.model.index import Index

WORKS = wire.WORKS
FAILS = wire.FAILS
TIMED_OUT = wire.TIMED_OUT
CLOSED = "closed"
UNKNOWN = "not probed"

STATES = (WORKS, FAILS, TIMED_OUT, CLOSED, UNKNOWN)
"""Every state, in the order in which they are counted."""

GLYPHS = {WORKS: "●", FAILS: "✗", TIMED_OUT: "◐", CLOSED: "○", UNKNOWN: "◌"}
"""One for each state, one cell wide: colour is never the only difference."""


@dataclass(frozen=True, slots=True)
class State:
    """What a client's or a worker's last call gave."""

    word: str
    """One of `STATES`."""
    since: float
    error_class: str = ""
    error: str = ""
    latency: float | None = None
    """Milliseconds of the last call, None where there was none."""
    collections: int | None = None
    """How many collections were listed, None where the call did not work."""
    revived: bool = False
    """close() was called on the client, and it resolves to a connection again."""

    @property
    def glyph(self) -> str:
        """The state as one character."""
        return GLYPHS[self.word]

    @property
    def message(self) -> str:
        """Class and message of the error on one line, empty if there is none."""
        return text.error_line(self.error_class, self.error)


def word_of(index: Index, alias: wire.Alias | None, database: str, closed: bool) -> str:
    """The state's word for all clients of one alias, database and close() called or not."""
    if alias is None:
        return UNKNOWN
    if alias.connection is None:
        return CLOSED if closed else FAILS
    verdict = index.verdicts.get((alias.connection, database))
    return UNKNOWN if verdict is None else verdict.state


def client_state(index: Index, client: wire.Client) -> State:
    """The state of a client, from its own resolution."""
    alias = index.alias_of(client)
    closed = client.closed is not None
    word = word_of(index, alias, client.database, closed)
    if alias is None:
        return State(word, client.created)
    since = max(client.created, alias.since)
    if alias.connection is None:
        if client.closed is not None:
            return State(word, client.closed, alias.error_class, alias.error)
        return State(word, since, alias.error_class, alias.error)
    verdict = index.verdicts.get((alias.connection, client.database))
    if verdict is None:
        return State(word, since, revived=closed)
    return State(
        word,
        max(since, verdict.since),
        verdict.error_class,
        verdict.error,
        verdict.latency,
        None if verdict.collections < 0 else verdict.collections,
        closed,
    )


def worker_state(worker: wire.Worker) -> State:
    """The state of a thread that was handed a client: what its own last call gave."""
    if not worker.state:
        return State(UNKNOWN, worker.since)
    return State(
        worker.state,
        worker.since,
        worker.error_class,
        worker.error,
        worker.latency,
        None if worker.collections < 0 else worker.collections,
    )


def count(index: Index) -> Counter[str]:
    """How many clients are in each state; costs one step for each alias and database."""
    total: Counter[str] = Counter()
    for key, tally in index.tallies.items():
        alias = index.snapshot.aliases.get(key)
        for (database, closed), clients in tally.items():
            total[word_of(index, alias, database, closed)] += clients
    return total


def leaked(index: Index, alias: wire.Alias) -> bool:
    """Whether a registered connection has no client left that could close it.

    A closed client that resolves again is no leak: its close() would take the connection away.
    """
    return alias.registered and alias.connection is not None and alias.id not in index.members
