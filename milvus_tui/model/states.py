"""The state of a client: the result of its own `list_collections` now, derived from the rows.

client → alias → connection → verdict on (connection, database). Ten thousand clients on one
connection share one verdict, so nothing here is stored per client.

Where the agent does not probe, the program's own calls on the connection tell the state. A
connection without such calls is `reachable` if its channel is ready, and `not called` otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui import wire
from milvus_tui.model import own_calls, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milvus_tui.model.index import Index

WORKS = wire.WORKS
FAILS = wire.FAILS
TIMED_OUT = wire.TIMED_OUT
REFUSED = "refused"
"""The server answered the program's last call with an error."""
BAD_CALL = "bad call"
"""pymilvus raised for the program's last call, before it sent anything."""
CLOSED = "closed"
UNKNOWN = "not probed"
REACHABLE = "reachable"
"""The agent does not probe, the program has not called since then, and the channel is ready."""
NOT_CALLED = "not called"
"""The same, but the channel is not ready."""

SUCCEEDED = "succeeded"
"""The screen's word for `WORKS` where the program's own last call tells the state."""

STATES = (WORKS, FAILS, TIMED_OUT, REFUSED, BAD_CALL, CLOSED, REACHABLE, NOT_CALLED, UNKNOWN)
"""Every state, in the order in which the screen counts them."""

GLYPHS = {
    WORKS: "●",
    FAILS: "✗",
    TIMED_OUT: "◐",
    REFUSED: "⊘",
    BAD_CALL: "⊗",
    CLOSED: "○",
    REACHABLE: "◎",
    NOT_CALLED: "◦",
    UNKNOWN: "◌",
}
"""One for each state, one cell wide: colour is never the only difference."""


@dataclass(frozen=True, slots=True)
class State:
    """The result of a client's or a worker's last call."""

    word: str
    """One of `STATES`."""
    since: float
    error_class: str = ""
    error: str = ""
    latency: float | None = None
    """Milliseconds of the last call, None if there was none."""
    collections: int | None = None
    """How many collections the call listed, None if the call failed."""
    revived: bool = False
    """Whether close() was called on the client, and the client resolves to a connection again."""
    last: float | None = None
    """When the agent saw the program's own last call end, None where a probe tells the state."""
    own: bool = False
    """Whether the program's own calls tell the state, because there is no probe."""

    @property
    def glyph(self) -> str:
        """The state as one character."""
        return GLYPHS[self.word]

    @property
    def label(self) -> str:
        """The state's word on the screen."""
        return SUCCEEDED if self.own and self.word == WORKS else self.word

    @property
    def message(self) -> str:
        """Class and message of the error on one line, empty for no error."""
        return text.error_line(self.error_class, self.error)


def word_of(index: Index, alias: wire.Alias | None, database: str, closed: bool) -> str:
    """The state's word of all clients with the same alias, database and `closed`."""
    if alias is None:
        return UNKNOWN
    if alias.connection is None:
        if closed:
            return CLOSED
        # An async client of 2.6.10 and later connects at its first call: nothing failed.
        return FAILS if alias.error_class else NOT_CALLED
    verdict = index.verdicts.get((alias.connection, database))
    if verdict is not None:
        return verdict.state
    connection = index.snapshot.connections.get(alias.connection)
    return UNKNOWN if connection is None or probed(index) else own_word(connection)


def probed(index: Index) -> bool:
    """Whether the agent probes the target's connections now."""
    target = next(iter(index.snapshot.target.values()), None)
    return target is None or (target.probes and not target.paused)


def own_word(row: wire.Connection) -> str:
    """The state's word by the program's own calls on a connection: by the last that ended.

    The calls are counted for the connection, and not by client or database.
    """
    if row.failing_since is not None:
        return FAILURES.get(row.failed_kind, FAILS)
    failed = not own_calls.seen(row) and (row.last_failure or 0.0) > (row.last_success or 0.0)
    if failed or row.state in own_calls.DOWN:
        return FAILS
    if row.last_success is not None:
        return WORKS
    return REACHABLE if row.state == READY else NOT_CALLED


READY = "READY"
"""The state of a channel that is connected."""

FAILURES = {
    wire.FailureKind.TIMED_OUT: TIMED_OUT,
    wire.FailureKind.REFUSED: REFUSED,
    wire.FailureKind.MISTAKE: BAD_CALL,
}
"""The state's word by what the last call was; a call that reached no server `fails`."""


def own_state(row: wire.Connection, since: float, revived: bool) -> State:
    """A client's state by the program's own calls on its connection.

    A failure begins with the first call that failed, `works` with the last one.
    """
    word = own_word(row)
    seen = [at for at in (row.last_success, row.last_failure) if at is not None]
    error = "" if word in (WORKS, REACHABLE, NOT_CALLED) else own_calls.trouble(row)
    turned = None if word in (REACHABLE, NOT_CALLED) else row.last_failure
    since = max(since, row.failing_since or turned or 0.0)
    last = max(seen, default=None)
    return State(word, since, "", error, revived=revived, last=last, own=True)


def client_state(index: Index, client: wire.Client) -> State:
    """The state of a client, from its own alias, connection and verdict."""
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
        connection = index.connection_of(client)
        if connection is not None and not probed(index):
            return own_state(connection, since, closed)
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
    """The state of a thread that received a client: the result of its own last call."""
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


def count(index: Index, aliases: Iterable[int] | None = None) -> Counter[str]:
    """How many clients are in each state; costs one step for each alias and database.

    Args:
        aliases: count only the clients of these; None for all.
    """
    total: Counter[str] = Counter()
    for key in list(index.tallies) if aliases is None else aliases:
        alias = index.snapshot.aliases.get(key)
        for (database, closed), clients in index.tallies.get(key, {}).items():
            total[word_of(index, alias, database, closed)] += clients
    return total


def leaked(index: Index, alias: wire.Alias) -> bool:
    """Whether a registered connection has no client left that could close it.

    A closed client that resolves again is no leak: its close() would close the connection. An
    alias of `connections.connect()` is no leak either: the program may keep it.
    """
    return unused(index, alias) and alias.dropped > 0 and alias.close_breaks_sharers


def idle(index: Index, alias: wire.Alias) -> bool:
    """Whether a registered connection has no client left, but no client had to close it."""
    return unused(index, alias) and not leaked(index, alias)


def unused(index: Index, alias: wire.Alias) -> bool:
    """Whether a registered connection has no client left."""
    resolves = alias.registered and alias.connection is not None
    kept = resolves and not alias.orm and alias.id not in index.members
    return kept and not _unused_since_the_end(index, alias)


def _unused_since_the_end(index: Index, alias: wire.Alias) -> bool:
    """Whether an alias lost its last client only when the program ended, which is no leak."""
    target = next(iter(index.snapshot.target.values()), None)
    if target is None or target.ended is None:
        return False
    found = index.snapshot.findings.values()
    kinds = (wire.Kind.LEAKED_ALIAS, wire.Kind.IDLE_CONNECTION)
    return not any(row.kind in kinds and row.alias == alias.id for row in found)
