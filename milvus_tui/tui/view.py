"""What the widgets of the main screen read: one snapshot with everything derived from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from milvus_tui.model.close_impact import CloseImpact, close_impact
from milvus_tui.model.filters import Filter
from milvus_tui.model.history import History
from milvus_tui.model.index import Index
from milvus_tui.model.layout import CLIENT, Layout
from milvus_tui.model.predictions import PredictionLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.model.changes import Changes
    from milvus_tui.model.details.sheet import Details
    from milvus_tui.model.findings.current import CurrentFindings
    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.layout import RowId
    from milvus_tui.model.snapshot import Snapshot


class View:
    """The state of the main screen that is derived from snapshots and the user's choices."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.now = clock()
        self.index = Index()
        self.history = History()
        self.layout = Layout(self.index)
        self.ledger = PredictionLog()
        self.marking = True
        """Whether the rows are marked that a close() of the selected client would break."""
        self.blast: CloseImpact | None = None
        """What is marked."""
        self.thresholds: Thresholds | None = None
        """What must last how long to be a finding; None for the usual."""
        self._current: CurrentFindings | None = None
        self.riders: Counter[int] = Counter()
        """How many connections ride a socket."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is shown."""
        return self.index.snapshot

    @property
    def findings(self) -> tuple[Reported, ...]:
        """What is wrong, gravest first; the same tuple as long as it is the same."""
        wrong = self.ledger.wrong
        if not (self.snapshot.findings or wrong):
            return ()
        from milvus_tui.model.findings.current import (
            CurrentFindings,
        )  # the first frame has no need of it
        from milvus_tui.model.findings.severity import Thresholds

        self._current = self._current or CurrentFindings()
        self.thresholds = self.thresholds or Thresholds()
        return self._current.of(self.snapshot, self.thresholds, self.now, wrong)

    def sheet(self, row: RowId | None) -> Details:
        """Everything known of a row."""
        from milvus_tui.model.details.pages import describe

        outcomes, findings = self.ledger.outcomes, self.findings
        return describe(self.index, self.history, row, self.now, outcomes, findings)

    def move(self, snapshot: Snapshot) -> tuple[Changes, bool]:
        """Go on to another snapshot; says what changed, and whether rows stand elsewhere."""
        old = self.snapshot
        self.now = self.clock()
        found = self.index.move(snapshot)
        self.history.move(old, snapshot, found)
        if found.connections:
            sockets = (row.socket for row in snapshot.connections.values())
            self.riders = Counter(key for key in sockets if key is not None)
        return found, self.layout.move(found)

    def aim(self, row: RowId | None) -> bool:
        """Mark what would break with the selected row; says whether other rows are marked."""
        before = self.blast
        chosen = row is not None and row[0] == CLIENT and self.marking
        self.blast = close_impact(self.index, row[1]) if row is not None and chosen else None
        return self.blast != before

    def arrange(
        self, *, tree: bool | None = None, needle: str | None = None, compact: bool | None = None
    ) -> None:
        """Lay the rows out in another way: as a tree or flat, all or those that match."""
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
