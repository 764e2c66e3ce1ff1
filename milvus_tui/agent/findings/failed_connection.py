"""Failed connection: a constructor, connect() or first async call raised."""

from __future__ import annotations

from milvus_tui.agent.findings.unmet_attempts import UnmetAttemptsDetector
from milvus_tui.wire import Attempt, Cause, Kind


class FailedConnectionDetector(UnmetAttemptsDetector):
    """Reports failed attempts by place and target, until one of them connects."""

    kind = Kind.FAILED_CONNECTION

    def failed(self, row: Attempt, text: str, also: int = 0) -> None:
        """An attempt failed.

        Args:
            row: the attempt.
            text: what failed, as a sentence.
            also: id of the site row of a second place that is to do with it; 0 for none.
        """
        key = (row.place, row.site, row.target)
        self.remember(key, row)
        self._store.begin(
            self.kind,
            key,
            row.started,
            text,
            place=row.place,
            also=also,
            count=self._store.count(self.kind, key) + 1,
            detail=row.cause,
            name=row.target,
        )
        if row.cause == Cause.NO_LOOP and self._has_plain_client(row.place):
            # A package that creates a client of each kind, as langchain-milvus does, goes on.
            self._store.end(self.kind, key, row.started, "a MilvusClient of the same place")
            self.on_recovery(row.place, row.target)

    def _has_plain_client(self, place: int) -> bool:
        """Whether a line of the program has created a client that needs no event loop."""
        counted = self._sites.counted
        return counted(place, "created") > counted(place, "created_async")
