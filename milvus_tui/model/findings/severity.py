"""Which findings count, and how severe a finding is: by its kind, and sometimes by its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model.findings import blocked_event_loop
from milvus_tui.model.findings.explanation import AT_ONCE, BLOCKED, LEAK, NOTE, WARNING
from milvus_tui.model.findings.kinds import explanation_of
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot

SEVERAL = 3
"""Shared connections without a client, at a time, that are a warning and no note."""

_MADE_GOOD = (Kind.FAILED_CONNECTION, Kind.HANGING_CONNECTION)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How long a finding must last before it counts, in seconds."""

    leak_after: float = 5.0
    """A connection whose client was dropped, or a connection that is not ready."""
    idle_after: float = 60.0
    """A shared connection whose clients were all closed."""
    blocked_after: float = 0.1
    """A plain call in a running event loop."""

    def of(self, row: wire.Finding) -> float:
        """The threshold of a finding; 0 for a finding that counts at once."""
        if row.kind == Kind.UNCLOSED_CLIENT and row.detail == "last":
            return self.leak_after
        counts = explanation_of(row.kind).counts
        if counts in (AT_ONCE, BLOCKED):
            return 0.0
        return self.leak_after if counts == LEAK else self.idle_after

    def lasting(self, row: wire.Finding, now: float) -> bool:
        """Whether a finding has lasted for as long as its threshold."""
        if row.kind == Kind.BLOCKED_EVENT_LOOP:
            return blocked_event_loop.longest(row) >= self.blocked_after * 1000
        limit = self.of(row)
        return limit <= 0 or (now if row.ended_at is None else row.ended_at) - row.at >= limit


def count_idle(snapshot: Snapshot, thresholds: Thresholds, now: float) -> int:
    """How many shared connections have no client, and stay open in this release."""
    return sum(
        row.ended_at is None and stays_open(row, snapshot) and thresholds.lasting(row, now)
        for row in snapshot.findings.values()
    )


def stays_open(row: wire.Finding, snapshot: Snapshot) -> bool:
    """Whether the connection would be open even if its clients had been closed."""
    if row.kind == Kind.IDLE_CONNECTION:
        return True
    shared = row.kind == Kind.LEAKED_ALIAS and row.detail != "dedicated"
    return shared and _generation(snapshot) == "F"


def severity(row: wire.Finding, snapshot: Snapshot, idle: int) -> str:
    """How severe a finding is.

    Args:
        row: the finding.
        snapshot: the rows of its target.
        idle: the number that `count_idle` returns.
    """
    if stays_open(row, snapshot):
        return WARNING if row.ended_at is None and idle >= SEVERAL else NOTE
    if row.kind == Kind.COLLATERAL_CLOSE and row.detail == "unused" and row.ended_at is not None:
        return NOTE  # no call failed
    if row.kind == Kind.BLOCKED_EVENT_LOOP and blocked_event_loop.is_minor(row):
        return NOTE
    if row.kind in _MADE_GOOD and row.ended_at is not None:
        return NOTE  # a later attempt connected
    return explanation_of(row.kind).severity_of(row.detail)


def _generation(snapshot: Snapshot) -> str:
    target = next(iter(snapshot.target.values()), None)
    return target.generation if target else ""
