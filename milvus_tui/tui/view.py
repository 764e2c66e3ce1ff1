"""The view that the main screen's widgets read: a snapshot, and everything derived from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from milvus_tui.model.close_impact import CloseImpact, close_impact
from milvus_tui.model.filters import Filter
from milvus_tui.model.history import History
from milvus_tui.model.index import Index
from milvus_tui.model.layout import Layout
from milvus_tui.model.predictions import PredictionLog
from milvus_tui.model.row_ids import CLIENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.model.changes import Changes
    from milvus_tui.model.details.entries import Details
    from milvus_tui.model.findings.current import CurrentFindings
    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.row_ids import RowId
    from milvus_tui.model.snapshot import Snapshot


class View:
    """The main screen's state of one target, derived from snapshots and the user's choices."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.now = clock()
        self.index = Index()
        self.history = History()
        self.layout = Layout(self.index)
        self.predictions = PredictionLog()
        self.marking = True
        """Whether rows are marked that close() of the selected client would break."""
        self.close_impact: CloseImpact | None = None
        """Which rows are marked; None for none."""
        self.thresholds: Thresholds | None = None
        """How long a condition must last to be a finding; None for the usual thresholds."""
        self._current: CurrentFindings | None = None
        self.socket_users: Counter[int] = Counter()
        """How many connections use each socket."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the screen shows."""
        return self.index.snapshot

    @property
    def findings(self) -> tuple[Reported, ...]:
        """The findings, gravest first. The tuple stays the same object until a finding changes."""
        wrong = self.predictions.wrong
        if not (self.snapshot.findings or wrong):
            return ()
        # The first frame needs neither module.
        from milvus_tui.model.findings.current import CurrentFindings
        from milvus_tui.model.findings.severity import Thresholds

        self._current = self._current or CurrentFindings()
        self.thresholds = self.thresholds or Thresholds()
        return self._current.of(self.snapshot, self.thresholds, self.now, wrong)

    def details(self, row: RowId | None) -> Details:
        """Everything that is known about a row."""
        from milvus_tui.model.details.describe import describe

        outcomes, findings = self.predictions.outcomes, self.findings
        return describe(self.index, self.history, row, self.now, outcomes, findings)

    def update(self, snapshot: Snapshot) -> tuple[Changes, bool]:
        """Take in another snapshot; returns what changed, and whether the order of rows changed."""
        old = self.snapshot
        self.now = self.clock()
        found = self.index.update(snapshot)
        self.history.update(old, snapshot, found)
        if found.connections:
            sockets = (row.socket for row in snapshot.connections.values())
            self.socket_users = Counter(key for key in sockets if key is not None)
        return found, self.layout.update(found)

    def mark_close_impact(self, row: RowId | None) -> bool:
        """Mark what close() of the selected client would break; returns whether marks changed."""
        before = self.close_impact
        chosen = row is not None and row[0] == CLIENT and self.marking
        marked = close_impact(self.index, row[1]) if row is not None and chosen else None
        self.close_impact = marked
        return self.close_impact != before

    def arrange(
        self, *, tree: bool | None = None, needle: str | None = None, compact: bool | None = None
    ) -> None:
        """Lay the rows out in another way: as a tree or a list, all rows or those that match."""
        layout = self.layout
        matches = layout.matches
        if needle is not None:
            matches = Filter(self.index, needle) if needle.strip() else None
        self.layout = Layout(
            self.index,
            tree=layout.tree if tree is None else tree,
            matches=matches,
            compact=layout.compact if compact is None else compact,
            folded=layout.folded,
        )
