"""The last latencies of each verdict and each worker, and the bars that show them."""

from __future__ import annotations

from collections import deque
from math import log2
from statistics import median
from typing import TYPE_CHECKING

from milvus_tui import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from milvus_tui.model.changes import Changes, Delta
    from milvus_tui.model.snapshot import Snapshot

DEPTH = 64
"""Calls kept for each verdict and each worker."""

BARS = "▁▂▃▄▅▆▇█"
FAILED = "✗"

Sample = float | None
"""Milliseconds of one call; None for a call that failed."""


class History:
    """The last `DEPTH` latencies by verdict and by worker.

    Memory grows with connections and workers, not with clients.
    """

    def __init__(self) -> None:
        self.verdicts: dict[int, deque[Sample]] = {}
        self.workers: dict[int, deque[Sample]] = {}

    def update(self, old: Snapshot, new: Snapshot, found: Changes) -> None:
        """Add the calls that ended between two snapshots."""
        add_samples(self.verdicts, old.verdicts, new.verdicts, found.verdicts)
        add_samples(self.workers, old.workers, new.workers, found.workers)


def add_samples(
    kept: dict[int, deque[Sample]],
    old: Mapping[int, wire.Verdict] | Mapping[int, wire.Worker],
    new: Mapping[int, wire.Verdict] | Mapping[int, wire.Worker],
    found: Delta,
) -> None:
    """Append a sample for each row with a newer call; delete the samples of removed rows."""
    for key in found.gone:
        kept.pop(key, None)
    for key in found.changed:
        row, before = new[key], old.get(key)
        if not row.state or (before is not None and before.at == row.at):
            continue
        samples = kept.setdefault(key, deque(maxlen=DEPTH))
        samples.append(row.latency if row.state == wire.WORKS else None)


def sparkline(samples: Iterable[Sample], width: int) -> str:
    """The newest samples as bars, oldest first, at most `width` cells.

    The scale is the median of the samples: the median is ▃, twice the median ▅, four times ▇. So a
    steady series looks steady, however small its noise.
    """
    shown = list(samples)[-width:] if width > 0 else []
    worked = [value for value in shown if value is not None]
    middle = median(worked) if worked else 0.0
    return "".join(FAILED if value is None else bar(value, middle) for value in shown)


def bar(value: float, middle: float) -> str:
    """The bar of one sample, relative to the median of its series."""
    times = value / middle if middle > 0 else 0.0
    if times <= 0.5:
        return BARS[0]
    return BARS[min(len(BARS) - 1, round(2 + 2 * log2(min(times, 8.0))))]


def spread(samples: Sequence[Sample]) -> tuple[float, float, float] | None:
    """The least, median and greatest latency in milliseconds, None if every call failed."""
    worked = [value for value in samples if value is not None]
    return (min(worked), median(worked), max(worked)) if worked else None
