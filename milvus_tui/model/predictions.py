"""Predictions of what a close() breaks, held against what it then broke.

A difference is a finding: the target does something that nobody who reads it would expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import close_impact, states, text
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.index import Index

KEPT = 1_000
"""Outcomes that are kept, as many as events."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the close() of a client is said to break, and who is asked afterwards."""

    client: int
    foretold: client_names.Ranges
    witnesses: tuple[tuple[int, client_names.Ranges], ...]
    """The others on the same connection, by alias: whether they work tells whether it is right."""
    after: int
    """The last event before the close."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A prediction, and what happened."""

    client: int
    event: int
    """The close."""
    at: float
    foretold: client_names.Ranges
    broke: client_names.Ranges

    @property
    def agrees(self) -> bool:
        """Whether exactly those broke of whom it was said."""
        return self.foretold == self.broke

    @property
    def text(self) -> str:
        """The difference, in one line."""
        close = f"{text.client_name(self.client)}.close()"
        return f"{close}: foretold {named(self.foretold)}, but {named(self.broke)} broke"


def named(spans: client_names.Ranges) -> str:
    """`c2 … c11 (10)`, or that there is nobody."""
    return client_names.clients(spans) if spans else "nobody"


def predicted(index: Index, client: int) -> Prediction:
    """What is said now of this client's close(). Costs a step for each range of ids."""
    rows = index.snapshot
    row = rows.clients.get(client)
    alias = index.alias_of(row) if row is not None else None
    shared: list[int] = []
    if alias is not None and alias.connection is not None:
        shared = index.aliases.get(alias.connection, [])
    found = ((key, close_impact.without(index.spans(key), client)) for key in shared)
    return Prediction(
        client,
        close_impact.would_break(index, client).clients,
        tuple((key, spans) for key, spans in found if spans),
        next(reversed(rows.events), 0),
    )


def outcome(prediction: Prediction, index: Index) -> Outcome | None:
    """What became of a prediction; None as long as the close, or a witness's call, is awaited.

    Clients that came or went since the prediction was made say nothing about it.
    """
    event = _event(prediction, index)
    if event is None:
        return None
    if _all_broke(prediction, index, event):
        spans = event.affected
        return Outcome(prediction.client, event.id, event.at, prediction.foretold, spans)
    broke: set[int] = set()
    for alias, spans in prediction.witnesses:
        found = _broken(index, alias, spans, event.at)
        if found is None:
            return None
        broke |= found
    known = {
        *_ids(prediction.foretold),
        *(i for _, spans in prediction.witnesses for i in _ids(spans)),
    }
    broke |= known & set(_ids(event.affected))
    there = index.snapshot.clients.keys()
    foretold = client_names.ranges(key for key in _ids(prediction.foretold) if key in there)
    return Outcome(
        prediction.client, event.id, event.at, foretold, client_names.ranges(broke & there)
    )


def _all_broke(prediction: Prediction, index: Index, event: wire.Event) -> bool:
    """Whether it broke exactly those who shared the connection, and nobody came or went since.

    By far the most frequent case, and the only one that does not look at each client.
    """
    if len(prediction.witnesses) != 1:
        return False
    ((alias, spans),) = prediction.witnesses
    row = index.snapshot.aliases.get(alias)
    return (
        row is not None
        and row.connection is None
        and spans == event.affected == close_impact.without(index.spans(alias), prediction.client)
    )


def _event(prediction: Prediction, index: Index) -> wire.Event | None:
    events = index.snapshot.events
    for key in reversed(events):
        if key <= prediction.after:
            return None
        if events[key].kind == "closed" and events[key].client == prediction.client:
            return events[key]
    return None


def _broken(index: Index, alias: int, spans: client_names.Ranges, at: float) -> set[int] | None:
    """Those of an alias's clients that fail since a close; None if that is not known yet."""
    row = index.snapshot.aliases.get(alias)
    if row is None:
        return set()  # all of them went meanwhile
    if row.connection is None:
        return set(_ids(spans))
    verdicts = {}
    for database, _ in index.tallies.get(alias, ()):
        verdict = index.verdicts.get((row.connection, database))
        if verdict is None or verdict.at <= at:
            return None
        verdicts[database] = verdict.state
    if states.FAILS not in verdicts.values():
        return set()
    clients = index.snapshot.clients
    return {
        key
        for key in _ids(spans)
        if key in clients and verdicts.get(clients[key].database) == states.FAILS
    }


def _ids(spans: client_names.Ranges) -> list[int]:
    return [key for first, last in spans for key in range(first, last + 1)]


class PredictionLog:
    """The predictions that wait for their close, and what became of the others."""

    def __init__(self) -> None:
        self._waiting: list[Prediction] = []
        self.outcomes: dict[int, Outcome] = {}
        """The last outcome of each client's close(), oldest first."""

    @property
    def wrong(self) -> list[Outcome]:
        """The predictions that did not come true."""
        return [outcome for outcome in self.outcomes.values() if not outcome.agrees]

    def expect(self, index: Index, client: int) -> None:
        """Remember what is said now of a close that is about to happen."""
        self._waiting.append(predicted(index, client))

    def forget(self, client: int) -> None:
        """The close did not happen."""
        self._waiting = [waiting for waiting in self._waiting if waiting.client != client]

    def follow(self, index: Index) -> list[Outcome]:
        """What is known now that was not known before."""
        fresh: list[Outcome] = []
        for waiting in tuple(self._waiting):
            found = outcome(waiting, index)
            if found is not None:
                self._waiting.remove(waiting)
                self.outcomes.pop(found.client, None)
                self.outcomes[found.client] = found
                fresh.append(found)
        while len(self.outcomes) > KEPT:
            del self.outcomes[next(iter(self.outcomes))]
        return fresh
