"""Blocked event loop: plain calls held up the other tasks of the event loop of their thread."""

from __future__ import annotations

from typing import Dict, NamedTuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.notes import LoopBlocked
from milvus_tui.wire import Kind

MOST_PLACES = 500
"""Most places that are counted."""


class _Blocked(NamedTuple):
    """The calls of one place."""

    longest: float
    """Seconds."""
    total: float
    """Seconds."""


class BlockedEventLoopDetector(Detector):
    """Counts such calls by the place that made them."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._places: Dict[int, _Blocked] = {}

    def blocked(self, note: LoopBlocked) -> None:
        """A plain call in a running event loop took long."""
        place = self._sites.id_of(note.caller.stack)
        before = self._places.get(place, _Blocked(0.0, 0.0))
        if place not in self._places and len(self._places) >= MOST_PLACES:
            return
        now = _Blocked(max(before.longest, note.seconds), before.total + note.seconds)
        self._places[place] = now
        site = self._sites.text(note.caller.stack)
        others = f"{note.others} other task{'s' if note.others > 1 else ''}"
        self._store.begin_or_count(
            Kind.BLOCKED_EVENT_LOOP,
            place,
            note.caller.at - note.seconds,
            f"{note.call} by {site} held up the event loop of thread {note.caller.thread} and "
            f"{others}: {now.longest:.2f} s at the longest, {now.total:.2f} s in all",
            place=place,
            detail=str(round(now.longest * 1000)),
        )
