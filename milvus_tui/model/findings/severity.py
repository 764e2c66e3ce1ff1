"""Which findings count, and how grave one is: its kind says that, and sometimes its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model.findings.kinds import words_of
from milvus_tui.model.findings.words import NOTE, WARNING
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
        if row.kind in (Kind.LEAKED, Kind.DOOMED):
            return self.age
        return self.idle if row.kind == Kind.IDLE else 0.0

    def lasting(self, row: wire.Finding, now: float) -> bool:
        """Whether a finding has lasted, or did last, for so long."""
        limit = self.of(row)
        return limit <= 0 or (now if row.over is None else row.over) - row.at >= limit


def counts_by(snapshot: Snapshot, thresholds: Thresholds, now: float) -> int:
    """How many shared connections have no client, which this release does not close."""
    return sum(
        row.over is None and kept_anyway(row, snapshot) and thresholds.lasting(row, now)
        for row in snapshot.findings.values()
    )


def kept_anyway(row: wire.Finding, snapshot: Snapshot) -> bool:
    """Whether the connection would be open also if its clients had been closed."""
    if row.kind == Kind.IDLE:
        return True
    return row.kind == Kind.LEAKED and row.detail != "dedicated" and _generation(snapshot) == "F"


def severity(row: wire.Finding, snapshot: Snapshot, idle: int) -> str:
    """How grave a finding is.

    Args:
        row: the finding.
        snapshot: the rows of its target.
        idle: as `counts_by` gives it.
    """
    if kept_anyway(row, snapshot):
        return WARNING if row.over is None and idle >= SEVERAL else NOTE
    grave = words_of(row.kind).severity_of(row.detail)
    if row.kind == Kind.UNCLOSED and grave != NOTE and _nothing_stayed(row, snapshot):
        return NOTE
    return grave


def _nothing_stayed(row: wire.Finding, snapshot: Snapshot) -> bool:
    """Whether a client that was dropped left nothing behind that others do not use or close."""
    if row.alias is None:
        return False
    if any(
        other.kind == Kind.LEAKED and other.alias == row.alias and other.over is None
        for other in snapshot.findings.values()
    ):
        return _generation(snapshot) == "F" and not _dedicated(row.alias, snapshot)
    return _generation(snapshot) not in ("A", "B", "")


def _dedicated(alias: int, snapshot: Snapshot) -> bool:
    return any(
        other.kind == Kind.LEAKED and other.alias == alias and other.detail == "dedicated"
        for other in snapshot.findings.values()
    )


def _generation(snapshot: Snapshot) -> str:
    target = next(iter(snapshot.target.values()), None)
    return target.generation if target else ""
