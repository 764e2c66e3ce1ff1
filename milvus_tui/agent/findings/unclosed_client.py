"""Unclosed client: clients that were dropped, or alive at the program's end, without close()."""

from __future__ import annotations

from collections import Counter
from typing import Iterable, List, NamedTuple

from milvus_tui.agent.findings.detector_base import EXIT_GRACE, Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind


class _Dropped(NamedTuple):
    """A client that was dropped without close(), and left its connection open."""

    at: float
    place: int
    site: str
    shared: bool
    """Whether close() would have kept the connection as well."""


class UnclosedClientDetector(Detector):
    """Counts such clients by the place that created them."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._dropped: List[_Dropped] = []

    def collected(self, record: ClientRecord, at: float) -> None:
        """Remember a client that left its connection open."""
        row, group = record.row, record.group
        if row.closed is not None or row.inherited:
            return  # the parent process closes what a child inherited
        # With other clients on the alias, close() would have broken them. An alias that is not
        # registered left nothing open.
        if group.registered and not group.members and not group.orm:
            self._dropped.append(_Dropped(at, row.place, row.site, not group.close_breaks_sharers))

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the clients that were not dropped by the program's own end."""
        due = [each for each in self._dropped if now - each.at >= EXIT_GRACE]
        self._dropped = [each for each in self._dropped if now - each.at < EXIT_GRACE]
        for _, place, site, shared in due:
            self._store.begin_or_count(
                Kind.UNCLOSED_CLIENT,
                ("collected", place or site, shared),
                now,
                f"clients created by {site} were dropped without close(), and their connection "
                "stayed open",
                place=place,
                detail="shared" if shared else "collected",
            )

    def at_exit(self, now: float) -> None:
        """Report the clients that the program's end found open."""
        self.scan(now, ())
        unclosed = [(each.place, each.site) for each in self._dropped]
        for record in self._clients.records():
            row = record.row
            if row.closed is None and not row.inherited and record.group.connection is not None:
                unclosed.append((row.place, row.site))
        for (place, site), count in Counter(unclosed).items():
            self._store.begin(
                Kind.UNCLOSED_CLIENT,
                ("exit", place or site),
                now,
                f"{count} of the clients created by {site} were open at the program's end",
                place=place,
                detail="exit",
                count=count,
            )
