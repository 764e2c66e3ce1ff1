"""Predictions of what a close() breaks, compared with what the close() then broke.

A wrong prediction becomes a finding: the target behaves in another way than its rows suggest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import close_impact, states, text
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.index import Index

MOST_OUTCOMES = 1_000
"""Outcomes that the log keeps, as many as events."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The clients that a close() is predicted to break, and the clients to check afterwards."""

    client: int
    """The client that is closed."""
    predicted: client_names.Ranges
    sharers: tuple[tuple[int, client_names.Ranges], ...]
    """The other clients of the connection, by alias. Their next probes show who broke."""
    after: int
    """Id of the last event before the close."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A prediction, and what happened."""

    client: int
    event: int
    """Id of the close's event."""
    at: float
    """Time of the close, in seconds since the epoch."""
    predicted: client_names.Ranges
    broke: client_names.Ranges

    @property
    def agrees(self) -> bool:
        """Whether the predicted clients broke, and no other."""
        return self.predicted == self.broke

    @property
    def text(self) -> str:
        """The difference, in one line."""
        close = f"{text.client_name(self.client)}.close()"
        return f"{close}: predicted {names_of(self.predicted)}, but {names_of(self.broke)} broke"


def names_of(ranges: client_names.Ranges) -> str:
    """`c2 … c11 (10)`, or `nobody`."""
    return client_names.clients(ranges) if ranges else "nobody"


def predict(index: Index, client: int) -> Prediction:
    """The prediction for a client's close() now. The cost grows with the ranges of ids."""
    rows = index.snapshot
    row = rows.clients.get(client)
    alias = index.alias_of(row) if row is not None else None
    aliases: list[int] = []
    if alias is not None and alias.connection is not None:
        aliases = index.aliases.get(alias.connection, [])
    others = ((key, close_impact.without(index.client_ranges(key), client)) for key in aliases)
    return Prediction(
        client,
        close_impact.would_break(index, client).clients,
        tuple((key, ranges) for key, ranges in others if ranges),
        next(reversed(rows.events), 0),
    )


def outcome_of(prediction: Prediction, index: Index) -> Outcome | None:
    """The outcome of a prediction; None before the close and before the sharers' next probes.

    Clients that were created or removed since the prediction do not count.
    """
    event = _close_event(prediction, index)
    if event is None:
        return None
    if _broke_all_sharers(prediction, index, event):
        return Outcome(prediction.client, event.id, event.at, prediction.predicted, event.affected)
    broke: set[int] = set()
    for alias, ranges in prediction.sharers:
        found = _broken(index, alias, ranges, event.at)
        if found is None:
            return None
        broke |= found
    known = {
        *_ids(prediction.predicted),
        *(key for _, ranges in prediction.sharers for key in _ids(ranges)),
    }
    broke |= known & set(_ids(event.affected))
    present = index.snapshot.clients.keys()
    predicted = client_names.ranges(key for key in _ids(prediction.predicted) if key in present)
    return Outcome(
        prediction.client, event.id, event.at, predicted, client_names.ranges(broke & present)
    )


def _broke_all_sharers(prediction: Prediction, index: Index, event: wire.Event) -> bool:
    """Whether the close broke all sharers, and none was created or removed since.

    This is by far the most frequent case, and the only one that does not visit each client.
    """
    if len(prediction.sharers) != 1:
        return False
    ((alias, ranges),) = prediction.sharers
    row = index.snapshot.aliases.get(alias)
    if row is None or row.connection is not None:
        return False
    now = close_impact.without(index.client_ranges(alias), prediction.client)
    return ranges == event.affected == now


def _close_event(prediction: Prediction, index: Index) -> wire.Event | None:
    events = index.snapshot.events
    for key in reversed(events):
        if key <= prediction.after:
            return None
        if events[key].kind == "closed" and events[key].client == prediction.client:
            return events[key]
    return None


def _broken(index: Index, alias: int, ranges: client_names.Ranges, at: float) -> set[int] | None:
    """The clients of an alias that fail since a close; None before their next probes."""
    row = index.snapshot.aliases.get(alias)
    if row is None:
        return set()  # all its clients were removed since
    if row.connection is None:
        return set(_ids(ranges))
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
        for key in _ids(ranges)
        if key in clients and verdicts.get(clients[key].database) == states.FAILS
    }


def _ids(ranges: client_names.Ranges) -> list[int]:
    return [key for first, last in ranges for key in range(first, last + 1)]


class PredictionLog:
    """The predictions whose close is pending, and the outcomes of the others."""

    def __init__(self) -> None:
        self._pending: list[Prediction] = []
        self.outcomes: dict[int, Outcome] = {}
        """The last outcome of each client's close(), oldest first."""

    @property
    def wrong(self) -> list[Outcome]:
        """The outcomes that differ from their prediction."""
        return [outcome for outcome in self.outcomes.values() if not outcome.agrees]

    def predict(self, index: Index, client: int) -> None:
        """Record the prediction for a close() that is about to happen."""
        self._pending.append(predict(index, client))

    def discard(self, client: int) -> None:
        """Drop the prediction of a close() that did not happen."""
        self._pending = [pending for pending in self._pending if pending.client != client]

    def update(self, index: Index) -> list[Outcome]:
        """Compare the pending predictions with the snapshot.

        Returns:
            The outcomes that are new.
        """
        fresh: list[Outcome] = []
        for pending in tuple(self._pending):
            found = outcome_of(pending, index)
            if found is not None:
                self._pending.remove(pending)
                self.outcomes.pop(found.client, None)
                self.outcomes[found.client] = found
                fresh.append(found)
        while len(self.outcomes) > MOST_OUTCOMES:
            del self.outcomes[next(iter(self.outcomes))]
        return fresh
