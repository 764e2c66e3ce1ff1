"""The findings of a target that goes on: found anew only where something is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.reported import Reported, next_due, shown

if TYPE_CHECKING:
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.predictions import Outcome
    from milvus_tui.model.snapshot import Snapshot


class CurrentFindings:
    """Keeps what was found last; asking again costs next to nothing."""

    def __init__(self) -> None:
        self._found: tuple[Reported, ...] = ()
        self._of: tuple[object, ...] = ()
        self._due: float | None = None

    def of(
        self, snapshot: Snapshot, thresholds: Thresholds, now: float, wrong: list[Outcome]
    ) -> tuple[Reported, ...]:
        """The findings; the same tuple as before, if they are the same.

        Args:
            snapshot: the target's rows.
            thresholds: what must last how long.
            now: seconds since the epoch.
            wrong: predictions that did not come true.
        """
        # Rows of sites and aliases come before the findings that name them, and only their
        # counters change then.
        of = (
            id(snapshot.findings), id(snapshot.target), len(snapshot.sites),
            len(snapshot.aliases), len(wrong), thresholds,
        )  # fmt: skip
        if of != self._of or (self._due is not None and now >= self._due):
            self._kept = snapshot.findings, snapshot.target  # so that no other has their id
            self._of = of
            self._due = next_due(snapshot, thresholds, now)
            found = shown(snapshot, thresholds, now, wrong)
            self._found = self._found if found == self._found else found
        return self._found
