"""The history of latencies and its bars."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.changes import changes
from milvus_tui.model.history import DEPTH, History, sparkline
from milvus_tui.model.snapshot import EMPTY, apply


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e5)), max_size=40), st.integers(0, 20))
def test_a_sparkline_has_a_bar_for_each_call_and_fits(
    samples: list[float | None], width: int
) -> None:
    line = sparkline(samples, width)
    assert len(line) == min(len(samples), width)
    newest = samples[len(samples) - len(line) :]
    assert [bar == "✗" for bar in line] == [value is None for value in newest]


def test_a_steady_series_is_a_steady_line() -> None:
    assert set(sparkline([0.9, 0.95, 0.88, 0.91], 4)) == {"▃"}
    assert sparkline([1, 1, 1, 4], 4)[-1] > sparkline([1, 1, 1, 2], 4)[-1] > "▃"


def test_history_takes_each_call_once_and_stays_bounded() -> None:
    history, before = History(), EMPTY
    for at in range(DEPTH + 10):
        for _ in range(2):
            row = example_snapshots.verdict(1, 1, at=example_snapshots.NOON + at, latency=float(at))
            now = apply(before, wire.Update(verdicts=[row]))
            history.update(before, now, changes(before, now))
            before = now
    assert list(history.verdicts[1]) == [float(at) for at in range(10, DEPTH + 10)]
    after = apply(before, wire.Update(gone={"verdicts": [1]}))
    history.update(before, after, changes(before, after))
    assert not history.verdicts
