"""Calls elsewhere: calls go to another database or server than their caller asked for."""

from __future__ import annotations

from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.agent.hooks.destinations import Destination
from milvus_tui.agent.hooks.notes import (
    ADDRESS,
    COLLECTION,
    ITERATOR,
    NO_DATABASE,
    OVERRIDDEN,
    Elsewhere,
)
from milvus_tui.wire import Kind

SWITCHED = "switched"
"""The detail of a Collection whose alias was given another database by `using_database()`."""

_OBJECTS = {ITERATOR: "An iterator over", COLLECTION: "The Collection"}


class CallsElsewhereDetector(Detector):
    """Reports such calls by the place that changed where they go. They cannot be undone."""

    def elsewhere(self, seen: Elsewhere) -> None:
        """Something was used, and its calls go elsewhere."""
        culprit = seen.mover or seen.used
        place = self._sites.id_of(culprit.stack)
        if self._is_reported(place):
            return
        self._store.begin_or_count(
            Kind.CALLS_ELSEWHERE,
            (seen.kind, place, seen.name),
            seen.used.at,
            self._text(seen),
            place=place,
            also=self._other_place(seen, place),
            detail=_detail(seen),
        )

    def _is_reported(self, place: int) -> bool:
        """Whether a finding says already that this place moved clients: one cause, one finding."""
        rows = (self._tables.get("findings", number) for number in self._tables.keys("findings"))
        return any(
            row is not None and row.kind == Kind.MOVED_TO_ANOTHER_DATABASE and row.place == place
            for row in rows
            if place
        )

    def _other_place(self, seen: Elsewhere, place: int) -> int:
        """Return the place that uses it; 0 where that is the one to blame."""
        used = self._sites.id_of(seen.used.stack)
        return 0 if used == place else used

    def _text(self, seen: Elsewhere) -> str:
        if seen.kind == ADDRESS:
            return self._address_text(seen)
        if seen.kind == NO_DATABASE:
            return self._no_database_text(seen)
        if seen.kind == OVERRIDDEN:
            return self._overridden_text(seen)
        return self._object_text(seen)

    def _object_text(self, seen: Elsewhere) -> str:
        made, used = (self._sites.text(each.stack) for each in (seen.made, seen.used))
        at = self._sites.text(seen.mover.stack) if seen.mover else ""
        since = f" since {seen.moved} at {at}" if at else ""
        return (
            f"{_OBJECTS[seen.kind]} {seen.name!r}, made by {made} in {_words(seen.requested)}, "
            f"was used by {used}, and its calls go to {_words(seen.actual)}{since}"
        )

    def _address_text(self, seen: Elsewhere) -> str:
        made, used = (self._sites.text(each.stack) for each in (seen.made, seen.used))
        return (
            f"{made} looked for a connection to {_words(seen.requested)} and took the alias "
            f"{seen.name!r}, whose calls go to database {seen.actual.database}: {used} uses it"
        )

    def _overridden_text(self, seen: Elsewhere) -> str:
        made, used = (self._sites.text(each.stack) for each in (seen.made, seen.used))
        mover = seen.mover or seen.used
        return (
            f"{self._sites.text(mover.stack)} in thread {mover.thread} switched alias "
            f"{seen.name!r} to {_words(seen.actual)}; thread {seen.used.thread}, which {made} had "
            f"switched to database {seen.requested.database}, goes on using it in {used}"
        )

    def _no_database_text(self, seen: Elsewhere) -> str:
        return (
            f"{self._sites.text(seen.used.stack)} uses {_words(seen.requested)}, and pymilvus "
            f"sends {seen.name}() without a database: the server takes {seen.actual.database}"
        )


def _detail(seen: Elsewhere) -> str:
    """The finding's detail: what was used, whether its alias was only switched, or which call."""
    if seen.kind == NO_DATABASE:
        return f"{NO_DATABASE}: {seen.name}"
    switched = seen.kind == COLLECTION and seen.moved.startswith(("use_", "using_"))
    return SWITCHED if switched else seen.kind


def _words(where: Destination) -> str:
    return f"database {where.database} of {where.address}"
