"""Attempts that have not succeeded, until a later one from the same place or to the target does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, Hashable, NamedTuple, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.wire import Attempt

if TYPE_CHECKING:
    from milvus_tui.agent.state.alias_groups import ClientRecord

MOST_UNMET = 200
"""Attempts that are remembered, the latest."""

_NO_FUNCTION = ("", "")


class _Unmet(NamedTuple):
    place: int
    target: str
    function: Tuple[str, str]
    """Path and name of the function that tried."""


def _tell_no_one(place: int, target: str) -> None:
    """Do nothing."""


class UnmetAttemptsDetector(Detector):
    """Ends the findings of attempts that a later attempt makes good."""

    kind: str

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._unmet: Dict[Hashable, _Unmet] = {}
        self.on_recovery: Callable[[int, str], None] = _tell_no_one
        """Called with the place and the target of attempts that a later one made good."""

    def remember(self, key: Hashable, row: Attempt) -> None:
        """Remember an attempt that failed or was given up, by the key of its finding."""
        self._unmet.pop(key, None)
        self._unmet[key] = _Unmet(row.place, row.target, self._function(row.place))
        if len(self._unmet) > MOST_UNMET:
            del self._unmet[next(iter(self._unmet))]

    def created(self, record: "ClientRecord", at: float) -> None:
        """A constructor returned; that of an async client connects nothing."""
        info = record.group.connection_info
        if self._unmet and info is not None and not info.is_async:
            row, requested = record.row, record.requested
            file = requested.file.path if requested.file is not None else row.uri
            by = f"c{row.id}, created by {row.site}"
            self.connected(row.place, (requested.address, info.address, file, row.uri), by, at)

    def connected(self, place: int, targets: Tuple[str, ...], by: str, at: float) -> None:
        """An attempt succeeded.

        Args:
            place: id of the site row where it was made.
            targets: all names of what it is connected to.
            by: the client or the call, as text.
            at: when.
        """
        if not self._unmet:
            return
        function = self._function(place)
        for key, unmet in list(self._unmet.items()):
            same_place = place and unmet.place == place
            same_function = function != _NO_FUNCTION and unmet.function == function
            if unmet.target in targets or same_place or same_function:
                del self._unmet[key]
                self._store.end(self.kind, key, at, by)
                self.on_recovery(unmet.place, unmet.target)

    def _function(self, place: int) -> Tuple[str, str]:
        """Return path and name of the function of a place, in the program's own code."""
        site = self._tables.get("sites", place)
        frames = site.frames if site is not None else ()
        frame = next((each for each in frames if each[3]), None)
        return (frame[0], frame[2]) if frame is not None else _NO_FUNCTION
