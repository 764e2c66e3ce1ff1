"""Replaced alias: a thread's connect() sends another thread's calls elsewhere, or as another user.

Only a thread that had connected the alias itself can say where its calls should go.
"""

from __future__ import annotations

from typing import Dict, Iterable, List, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Use
from milvus_tui.agent.state.orm_records import MOST_USERS, OrmConnect
from milvus_tui.wire import Kind

MOST_OPEN = 200
"""Pairs of places whose uses are counted."""

_Key = Tuple[str, int, int]
"""The alias, and the places of both connects."""


class ReplacedAliasDetector(Detector):
    """Reports such uses by alias and by the places of both connects."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._uses: Dict[_Key, List[Use]] = {}

    def alias_used(
        self, alias: str, before: OrmConnect, after: OrmConnect, site: str, use: Use, at: float
    ) -> None:
        """A thread uses an alias that another thread has connected anew.

        Args:
            alias: masked.
            before: the connect() of the thread itself.
            after: the connect() of the other thread.
            site: where the alias is used.
            use: the uses of the thread.
            at: when.
        """
        key = alias, before.place, after.place
        if key not in self._uses and len(self._uses) >= MOST_OPEN:
            return
        uses = self._uses.setdefault(key, [])
        if len(uses) < MOST_USERS:
            uses.append(use)
        text = (
            f"{after.site} in thread {after.thread} connected alias {alias!r} anew ("
            f"{after.target}); thread {before.thread}, which had connected it by {before.site} "
            f"({before.target}), goes on using it in {site}"
        )
        self._store.begin(
            Kind.REPLACED_ALIAS,
            key,
            at,
            text,
            connection=after.connection,
            place=after.place,
            also=before.place if before.place != after.place else 0,
            count=_count(uses),
            name=alias,
        )

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Count the uses since the last scan."""
        for key, uses in self._uses.items():
            self._store.recount(Kind.REPLACED_ALIAS, key, _count(uses))

    def at_exit(self, now: float) -> None:
        """Count the last uses."""
        self.scan(now, ())


def _count(uses: List[Use]) -> int:
    return sum(use.count for use in uses)
