"""Replaced alias: a connect() sends the calls of an alias elsewhere, or as another user.

Two kinds are reported. A thread goes on using an alias that another thread has connected anew: only
a thread that had connected the alias itself can say where its calls should go. And an alias that is
connected is connected again, without the database or the login that the first connect() named.
"""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple, Sequence, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Use
from milvus_tui.agent.state.orm_records import MOST_USERS, OrmConnect
from milvus_tui.wire import Kind

MOST_OPEN = 200
"""Pairs of places whose uses are counted."""

_Key = Tuple[str, int, int]
"""The alias, and the places of both connects."""


LEFT_OUT = "left out"
"""The detail where a second connect() left out what the first one had named."""

_PARAMETER_OF = {"database": "db_name=", "login": "its login"}


class _LeftOut(NamedTuple):
    """A connect() that left something out; nothing has used the alias since."""

    alias: str
    before: OrmConnect
    after: OrmConnect
    what: Tuple[str, ...]
    uses: List[Use]
    at: float


class ReplacedAliasDetector(Detector):
    """Reports such uses, and such connects, by alias and by the places of both connects."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._uses: Dict[_Key, List[Use]] = {}
        self._left_out: List[_LeftOut] = []

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

    def left_out(
        self,
        alias: str,
        before: OrmConnect,
        after: OrmConnect,
        what: Sequence[str],
        uses: List[Use],
        at: float,
    ) -> None:
        """A connect() named less than the one before, and the alias has lost it.

        Args:
            alias: masked.
            before: the connect() before.
            after: the connect() that left something out.
            what: what it left out: `database`, `login`.
            uses: the uses since; all threads add theirs to this list.
            at: when.
        """
        self._left_out = [*self._left_out, _LeftOut(alias, before, after, (*what,), uses, at)]
        self._left_out = self._left_out[-MOST_OPEN:]

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Count the uses since the last scan."""
        for each in [each for each in self._left_out if _count(each.uses)]:
            self._left_out.remove(each)
            self._report_left_out(each)
        for key, uses in self._uses.items():
            self._store.recount(Kind.REPLACED_ALIAS, key, _count(uses))

    def at_exit(self, now: float) -> None:
        """Count the last uses."""
        self.scan(now, ())

    def _report_left_out(self, seen: _LeftOut) -> None:
        key = seen.alias, seen.before.place, seen.after.place
        parameters = " and ".join(_PARAMETER_OF[each] for each in seen.what)
        self._uses[key] = seen.uses
        self._store.begin(
            Kind.REPLACED_ALIAS,
            key,
            seen.at,
            f"{seen.after.site} connected alias {seen.alias!r} again without {parameters}, which "
            f"{seen.before.site} had named ({seen.before.target}): its calls go to "
            f"{seen.after.target}",
            connection=seen.after.connection,
            place=seen.after.place,
            also=seen.before.place if seen.before.place != seen.after.place else 0,
            count=_count(seen.uses),
            name=seen.alias,
            detail=LEFT_OUT,
        )


def _count(uses: List[Use]) -> int:
    return sum(use.count for use in uses)
