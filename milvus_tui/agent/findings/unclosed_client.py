"""Unclosed client: clients that were dropped, or alive at the program's end, without close().

A client that `main()` drops as it returns ends with the process, and is no leak. So a client counts
as dropped if the program's own code had something left to do then, or creates another client later.
Until then it waits; whether it waits for too long is for the viewer to say.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, NamedTuple, Tuple

from milvus_tui.agent.findings.detector_base import EXIT_GRACE, Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.wire import Kind

MOST_WAITING = 1_000
"""Places whose dropped clients wait: clients of further places count as dropped at once. And the
aliases whose dropped clients are counted."""


class _Origin(NamedTuple):
    """Where clients were created, and what their close() would have done."""

    place: int
    site: str
    shared: bool
    """Whether close() would have kept the connection as well."""

    @property
    def key(self) -> Tuple[object, ...]:
        return "collected", self.place or self.site, self.shared


class _Waiting(NamedTuple):
    """Clients that may have been dropped by the program's end."""

    number: int
    since: float
    """When the first of them was dropped."""


class UnclosedClientDetector(Detector):
    """Counts such clients by the place that created them."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._waiting: Dict[_Origin, _Waiting] = {}
        self._beside: "Dict[int, Counter[_Origin]]" = {}
        """By alias: the clients that were dropped while the alias had others."""

    def created(self, record: ClientRecord, at: float) -> None:
        """The program goes on: it dropped the clients that waited."""
        waiting, self._waiting = self._waiting, {}
        for origin, (count, since) in waiting.items():
            self._store.discard(Kind.UNCLOSED_CLIENT, ("last", *origin.key))
            self._report(origin, count, since)

    def collected(self, record: ClientRecord, at: float) -> None:
        """Count a client that left its connection open, or let the client wait."""
        row = record.row
        if row.closed is None and not row.inherited:  # a parent closes what a child inherited
            self.dropped((row.place, row.site), record.group, 1, at, record.at_the_end)

    def dropped(
        self, origin: Tuple[int, str], group: AliasGroup, number: int, at: float, at_the_end: bool
    ) -> None:
        """Count clients that were dropped without close().

        Args:
            origin: place and site where they were created.
            group: their alias.
            number: how many they are.
            at: when the last of them was collected.
            at_the_end: whether the program's own code had nothing left to do then.
        """
        if not group.registered or group.orm or self.never_connected(group):
            self._beside.pop(group.id, None)
            return  # nothing is left open
        dropped = self._beside.setdefault(group.id, Counter())
        dropped[_Origin(*origin, not group.close_breaks_sharers)] += number
        if group.members:
            if len(self._beside) > MOST_WAITING:
                self._beside.pop(next(iter(self._beside)))
            return  # its close() would have broken the others
        for each, count in self._beside.pop(group.id).items():
            self._count(each, count, at, at_the_end)

    def _count(self, origin: _Origin, count: int, at: float, at_the_end: bool) -> None:
        known = self._store.is_open(Kind.UNCLOSED_CLIENT, origin.key)
        if known or not at_the_end or len(self._waiting) >= MOST_WAITING:
            self._report(origin, count, at)
        else:
            before, since = self._waiting.get(origin, (0, at))
            self._waiting[origin] = _Waiting(before + count, since)

    def closed(self, record: ClientRecord, group: AliasGroup, at: float, by: str) -> None:
        """Forget the dropped clients of an alias that a close() removed."""
        if group.connection is None:
            self._beside.pop(group.id, None)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the clients that wait, once the program's end would be over."""
        for origin, (count, since) in self._waiting.items():
            if now - since >= EXIT_GRACE:
                detail = "shared" if origin.shared else "last"
                self._begin(origin, ("last", *origin.key), since, count, detail)

    def at_exit(self, now: float) -> None:
        """Report the clients that the program's end found open, or dropped."""
        self.scan(now, ())
        unclosed: Dict[Tuple[int, str], int] = Counter()
        for origin, (count, _) in self._waiting.items():
            if not self._store.is_open(Kind.UNCLOSED_CLIENT, ("last", *origin.key)):
                unclosed[origin.place, origin.site] += count
        for record in self._clients.records():
            row, connected = record.row, record.group.connection is not None
            if self.never_connected(record.group):
                continue  # the attempt to connect has a finding
            if row.closed is None and not row.inherited and connected:
                unclosed[row.place, row.site] += 1
        for (place, site), count in unclosed.items():
            self._store.begin(
                Kind.UNCLOSED_CLIENT,
                ("exit", place or site),
                now,
                f"{count} of the clients created by {site} were open at the program's end",
                place=place,
                detail="exit",
                count=count,
            )

    def _report(self, origin: _Origin, count: int, at: float) -> None:
        before = self._store.count(Kind.UNCLOSED_CLIENT, origin.key)
        detail = "shared" if origin.shared else "collected"
        self._begin(origin, origin.key, at, before + count, detail)

    def _begin(
        self, origin: _Origin, key: Tuple[object, ...], at: float, count: int, detail: str
    ) -> None:
        what = "1 client" if count == 1 else f"{count} clients"
        which = "was" if count == 1 else "were"
        self._store.begin(
            Kind.UNCLOSED_CLIENT,
            key,
            at,
            f"{what} created by {origin.site} {which} dropped without close(), and the connection "
            "stayed open",
            place=origin.place,
            detail=detail,
            count=count,
        )
