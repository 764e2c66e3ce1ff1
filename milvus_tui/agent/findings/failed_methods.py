"""Failed calls by place, method and code: counted over all connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources

if TYPE_CHECKING:
    from milvus_tui.agent.hooks.call_tally import CallTally, FailedCalls
    from milvus_tui.wire import Connection

Key = Tuple[int, str, str]
"""Place, method and code."""

MOST_CONNECTIONS = 2_000
"""Most connections whose failed calls are counted for one place, method and code."""

MOST_KEYS = 500
"""Most places, methods and codes."""


class FailedMethodsDetector(Detector):
    """Reports the failed calls of one kind. A subclass says which count, and what they mean."""

    kind = ""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._counts: Dict[Key, Dict[int, int]] = {}
        """By connection, how many there were."""
        self._details: Dict[Key, str] = {}

    def detail(self, calls: "FailedCalls", tally: "CallTally") -> Optional[str]:
        """Return the detail of the finding; None where these calls are not of this kind."""
        raise NotImplementedError

    def text(self, calls: "FailedCalls", site: str) -> str:
        """Return what was seen, as a sentence. What stands before ` in ` becomes the title."""
        raise NotImplementedError

    def culprit(self, detail: str, tally: "CallTally") -> Tuple[int, str]:
        """Return the place that made the calls fail, and what it did; 0 if it is theirs."""
        return 0, ""

    def calls_read(self, tally: "CallTally", row: "Optional[Connection]", now: float) -> None:
        """Report the failed calls of a connection that are of this kind."""
        for calls in list(tally.failed.copy().values()):
            detail = self.detail(calls, tally)
            if detail is not None:
                self._report(tally, row, calls, detail)

    def _report(
        self, tally: "CallTally", row: "Optional[Connection]", calls: "FailedCalls", detail: str
    ) -> None:
        stack, counted = calls.first.stack, calls.count
        place = self._sites.id_of(stack)
        key = (place, calls.method, calls.failure.code)
        counts = self._counts.get(key, {})
        if counts.get(tally.number) == counted and self._details.get(key) == detail:
            return  # nothing is new
        if len(self._counts) >= MOST_KEYS and key not in self._counts:
            self._tables.cannot_judge(f"failed calls in more than {MOST_KEYS} places")
            return
        self._counts[key], self._details[key] = counts, detail
        if tally.number in counts or len(counts) < MOST_CONNECTIONS:
            counts[tally.number] = counted
        culprit, cause = self.culprit(detail, tally)
        self._store.begin(
            self.kind,
            key,
            calls.first.at,
            self.text(calls, self._sites.text(stack)) + cause,
            connection=row.id if row is not None else None,
            place=culprit or place,
            also=place if culprit not in (0, place) else 0,
            count=sum(counts.values()),
            detail=detail,
        )
