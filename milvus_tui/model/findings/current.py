"""The findings of a running target: made again only when something is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.reported import Reported, next_due, reported_findings

if TYPE_CHECKING:
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.predictions import Outcome
    from milvus_tui.model.snapshot import Snapshot


class CurrentFindings:
    """Keeps the last findings; a call without a change costs next to nothing."""

    def __init__(self) -> None:
        self._found: tuple[Reported, ...] = ()
        self._made_from: tuple[object, ...] = ()
        self._due: float | None = None

    def of(
        self, snapshot: Snapshot, thresholds: Thresholds, now: float, wrong: list[Outcome]
    ) -> tuple[Reported, ...]:
        """The findings; the same tuple as before, if they are the same.

        Args:
            snapshot: the target's rows.
            thresholds: how long a finding must last.
            now: seconds since the epoch.
            wrong: predictions that did not come true.
        """
        # The rows of sites and aliases arrive before the findings that name them, and only their
        # counters change afterwards.
        made_from = (
            id(snapshot.findings), id(snapshot.target), len(snapshot.sites),
            len(snapshot.aliases), len(wrong), thresholds,
        )  # fmt: skip
        if made_from != self._made_from or (self._due is not None and now >= self._due):
            # Kept alive, so that no other object gets their id.
            self._kept = snapshot.findings, snapshot.target
            self._made_from = made_from
            self._due = next_due(snapshot, thresholds, now)
            found = reported_findings(snapshot, thresholds, now, wrong)
            self._found = self._found if found == self._found else found
        return self._found
