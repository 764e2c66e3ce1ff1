"""Which findings count, and how grave one is: its kind says that, and sometimes its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.model.findings.kinds import words_of
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot

SEVERAL = 3
"""So many shared connections without a client, at a time, are no longer a note."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How long something must last before it counts, in seconds."""

    age: float = 5.0
    """A connection without a client that was dropped, or one that is not ready."""
    idle: float = 60.0
    """A shared connection whose clients were all closed."""

    def of(self, row: wire.Finding) -> float:
        """The threshold of a finding, 0 for one that counts at once."""
        if row.kind in (Kind.LEAKED_ALIAS, Kind.NEVER_READY):
            return self.age
        return self.idle if row.kind == Kind.IDLE_CONNECTION else 0.0

    def lasting(self, row: wire.Finding, now: float) -> bool:
        """Whether a finding has lasted, or did last, for so long."""
        limit = self.of(row)
        return limit <= 0 or (now if row.ended_at is None else row.ended_at) - row.at >= limit


def counts_by(snapshot: Snapshot, thresholds: Thresholds, now: float) -> int:
    """How many shared connections have no client, which this release does not close."""
    return sum(
        row.ended_at is None and kept_anyway(row, snapshot) and thresholds.lasting(row, now)
        for row in snapshot.findings.values()
    )


def kept_anyway(row: wire.Finding, snapshot: Snapshot) -> bool:
    """Whether the connection would be open also if its clients had been closed."""
    if row.kind == Kind.IDLE_CONNECTION:
        return True
    return row.kind == Kind.LEAKED_ALIAS and row.detail != "dedicated" and _generation(snapshot) == "F"


def severity(row: wire.Finding, snapshot: Snapshot, idle: int) -> str:
    """How grave a finding is.

    Args:
        row: the finding.
        snapshot: the rows of its target.
        idle: as `counts_by` gives it.
    """
    if kept_anyway(row, snapshot):
        return WARNING if row.ended_at is None and idle >= SEVERAL else NOTE
    if row.kind == Kind.COLLATERAL_CLOSE and row.detail == "unused" and row.ended_at is not None:
        return NOTE  # nobody felt it
    return words_of(row.kind).severity_of(row.detail)


def _generation(snapshot: Snapshot) -> str:
    target = next(iter(snapshot.target.values()), None)
    return target.generation if target else ""
