"""The details of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import close_impact, headline, own_calls, predictions, states, text
from milvus_tui.model.details import client_origin
from milvus_tui.model.details.embedded_details import embedded_entries
from milvus_tui.model.details.entries import BLANK, Details, Entry
from milvus_tui.model.details.state_entries import (
    collections_entry,
    history_entries,
    running_entries,
    state_entries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.history import History, Sample
    from milvus_tui.model.index import Index
    from milvus_tui.model.predictions import Outcome


def client_details(
    index: Index, history: History, row: wire.Client, now: float, outcome: Outcome | None = None
) -> Details:
    """A client: its state, its resolution, its arguments, and the impact of its close()."""
    return Details(
        text.client_name(row.id),
        (
            *state_entries(states.client_state(index, row), now),
            *own_call_entries(index, row, now),
            *resolution_entries(index, row),
            *client_origin.difference_entries(index, row),
            *client_origin.origin_entries(index, row, now),
            *outcome_entries(outcome),
            *worker_entries(index, row.id),
            *close_impact_entries(index, row),
            *history_entries(samples_of(index, history, row)),
        ),
    )


def own_call_entries(index: Index, row: wire.Client, now: float) -> Iterator[Entry]:
    """The calls of the program itself, where the agent does not probe."""
    connection = index.connection_of(row)
    state = states.client_state(index, row)
    if connection is None or not state.own:
        return
    target = headline.target_of(index.snapshot)
    caller = "" if target is None or target.probes else " of the program's own"
    yield Entry("", own_call_line(connection, caller, state.last, now))
    yield from running_entries(connection, now)


def own_call_line(row: wire.Connection, caller: str, last: float | None, now: float) -> str:
    """`12 calls of the program's own on its connection, none failed; the last 3 s ago.`"""
    calls, failures = own_calls.counted(row)
    if not calls:
        return f"No call{caller} on its connection yet."
    failed = f"{failures:,} failed" if failures else "none failed"
    when = (
        "none since the agent watches" if last is None else f"the last {text.age(now - last)} ago"
    )
    return f"{text.plural(calls, 'call')}{caller} on its connection, {failed}; {when}."


def samples_of(index: Index, history: History, row: wire.Client) -> list[Sample]:
    """The latencies of the last probes of a client's connection and database."""
    alias = index.alias_of(row)
    if alias is None or alias.connection is None:
        return []
    verdict = index.verdicts.get((alias.connection, row.database))
    return [] if verdict is None else list(history.verdicts.get(verdict.id, ()))


def resolution_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """The alias, connection and socket that a client resolves to now."""
    alias = index.alias_of(row)
    state = states.client_state(index, row)
    if state.latency is not None:
        yield Entry("last call", text.latency(state.latency))
    if state.collections is not None:
        yield collections_entry(state.collections)
    if alias is not None:
        yield Entry("alias", alias.text)
        others = len(index.members.get(alias.id, ())) - 1
        yield Entry("shared by", text.plural(others, "other client") if others else "nobody else")
    yield from _connection_entries(index, row, alias)
    yield Entry("database", text.database_name(row.database))
    yield Entry("login", row.login or "none")


def _connection_entries(
    index: Index, row: wire.Client, alias: wire.Alias | None
) -> Iterator[Entry]:
    connection = index.connection_of(row)
    if connection is None:
        yield Entry("connection", "none", states.FAILS)
        if alias is not None and alias.cause:
            yield Entry("cause", alias.cause)
        return
    yield Entry("connection", f"{text.letters(connection.id)}  {connection.address}")
    yield from embedded_entries(index.snapshot, connection.address)
    socket = index.snapshot.sockets.get(connection.socket or -1)
    if socket is not None:
        yield Entry("socket", f"{socket.local} → {socket.remote}")


def worker_entries(index: Index, client: int) -> Iterator[Entry]:
    """The threads that call with a client."""
    keys = index.workers.get(client, ())
    if not keys:
        return
    yield BLANK
    for place, key in enumerate(keys):
        worker = index.snapshot.workers[key]
        state = states.worker_state(worker)
        calls = f"{state.glyph} {worker.thread}, {text.plural(worker.calls, 'call')}"
        yield Entry(" " if place else "threads", calls, state.word)


def close_impact_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """The clients and threads that a close() would break, as a prediction."""
    predicted = close_impact.would_break(index, row.id)
    if predicted:
        yield BLANK
        yield Entry("close()", f"would break {predicted.text}", "warning")


def outcome_entries(outcome: Outcome | None) -> Iterator[Entry]:
    """The clients that close() broke, and the predicted ones where they differ."""
    if outcome is None:
        return
    broke = predictions.names_of(outcome.broke)
    if outcome.agrees:
        yield Entry("broke", f"{broke}, as predicted")
    else:
        yield Entry("predicted", predictions.names_of(outcome.predicted), "warning")
        yield Entry("broke", broke, "warning")
