"""Predictions of what a close() breaks, compared with what it broke."""

from __future__ import annotations

from dataclasses import replace

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.index import Index
from milvus_tui.model.predictions import PredictionLog
from milvus_tui.model.snapshot import Snapshot, apply


def log_of(before: Snapshot, client: int) -> tuple[PredictionLog, Index]:
    index, predictions = Index(before), PredictionLog()
    predictions.predict(index, client)
    return predictions, index


def closed(
    before: Snapshot, client: int, affected: tuple[tuple[int, int], ...], **rows: list[object]
) -> Snapshot:
    event = wire.Event(99, example_snapshots.NOON + 60, "closed", "closed", client, affected)
    return apply(before, wire.Update(events=[event], **rows))  # type: ignore[arg-type]


def probed_after_close(before: Snapshot, **changes: object) -> Snapshot:
    """The close broke nobody, and this is the result of the next probe."""
    row = replace(before.verdicts[1], at=example_snapshots.NOON + 61, **changes)  # type: ignore[arg-type]
    return closed(before, 1, (), verdicts=[row])


WITHOUT_CONNECTION = replace(example_snapshots.alias(1, None), since=example_snapshots.NOON + 60)


def test_a_right_prediction_is_no_finding() -> None:
    before = example_snapshots.many(11)
    predictions, index = log_of(before, 1)
    assert predictions.update(index) == []
    index.update(closed(before, 1, ((2, 11),), aliases=[WITHOUT_CONNECTION]))
    (found,) = predictions.update(index)
    assert found.agrees
    assert found.broke == ((2, 11),)
    assert found.event == 99
    assert predictions.wrong == []
    assert predictions.update(index) == []


def test_a_predicted_client_that_did_not_break_is_a_finding_after_the_next_probe() -> None:
    before = example_snapshots.many(11)
    predictions, index = log_of(before, 1)
    index.update(closed(before, 1, ()))
    assert predictions.update(index) == []
    index.update(probed_after_close(before))
    (found,) = predictions.update(index)
    assert not found.agrees
    assert found.text == "c1.close(): predicted c2 … c11 (10), but nobody broke"
    assert len(predictions.wrong) == 1


def test_a_client_that_breaks_without_a_prediction_is_a_finding() -> None:
    before = apply(
        example_snapshots.many(3),
        wire.Update(aliases=[example_snapshots.alias(1, 1, close_breaks_sharers=False)]),
    )
    predictions, index = log_of(before, 1)
    index.update(probed_after_close(before, state=wire.FAILS))
    (found,) = predictions.update(index)
    assert found.text == "c1.close(): predicted nobody, but c2, c3 broke"


def test_only_clients_of_the_failing_database_broke() -> None:
    rows = [example_snapshots.client(3, database="books")]
    verdict = example_snapshots.verdict(2, 1, database="books", at=example_snapshots.NOON + 61)
    before = apply(
        example_snapshots.many(3),
        wire.Update(
            clients=rows,
            aliases=[example_snapshots.alias(1, 1, close_breaks_sharers=False)],
            verdicts=[replace(verdict, state=wire.FAILS)],
        ),
    )
    predictions, index = log_of(before, 1)
    index.update(probed_after_close(before))
    (found,) = predictions.update(index)
    assert found.broke == ((3, 3),)


def test_a_client_created_after_the_prediction_does_not_count() -> None:
    before = example_snapshots.many(3)
    predictions, index = log_of(before, 1)
    later = apply(before, wire.Update(clients=[example_snapshots.client(4)], gone={"clients": [3]}))
    index.update(closed(later, 1, ((2, 4),), aliases=[WITHOUT_CONNECTION]))
    (found,) = predictions.update(index)
    assert found.agrees
    assert found.broke == ((2, 2),)


def test_only_the_event_of_the_predicted_close_counts() -> None:
    before = closed(example_snapshots.many(3), 1, ())
    predictions, index = log_of(before, 2)
    index.update(closed(before, 1, ()))
    predictions.update(index)
    assert not predictions.outcomes


def test_the_prediction_of_a_refused_close_is_discarded() -> None:
    before = example_snapshots.many(3)
    predictions, index = log_of(before, 1)
    predictions.discard(1)
    index.update(closed(before, 1, ((2, 3),), aliases=[WITHOUT_CONNECTION]))
    assert predictions.update(index) == []
