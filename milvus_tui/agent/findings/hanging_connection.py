"""Hanging connection: a constructor, connect() or first async call takes long, or was given up."""

from __future__ import annotations

from milvus_tui.agent.findings.unmet_attempts import UnmetAttemptsDetector
from milvus_tui.wire import Attempt, Kind

HANGING_SECONDS = 3.0
"""An attempt that runs for less may just be slow."""


class HangingConnectionDetector(UnmetAttemptsDetector):
    """Reports attempts that have not returned, until they return."""

    kind = Kind.HANGING_CONNECTION

    def seen(self, call: int, row: Attempt, now: float) -> None:
        """An attempt has not returned yet."""
        if now - row.started >= HANGING_SECONDS:
            self._report(call, row, f"has not returned for {now - row.started:.0f} s")

    def given_up(self, call: int, row: Attempt) -> None:
        """The program cancelled or interrupted an attempt."""
        seconds = (row.ended or row.started) - row.started
        if seconds >= HANGING_SECONDS or self._store.is_open(self.kind, call):
            self._report(call, row, f"was ended by {row.error_class} after {seconds:.1f} s")
            self.remember(call, row)

    def returned(self, call: int) -> None:
        """An attempt returned, or raised: it did not hang, or another finding tells of it."""
        self._store.discard(self.kind, call)

    def _report(self, call: int, row: Attempt, how: str) -> None:
        seen = f": {row.seen}" if row.seen else ""
        to = f" to {row.target}" if row.target else ""
        self._store.begin(
            self.kind,
            call,
            row.started,
            f"{row.what} by {row.site or 'an unknown place'}{to} {how}{seen}",
            place=row.place,
            detail=row.cause,
            name=row.target,
        )
