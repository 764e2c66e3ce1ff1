"""Registered aliases whose last client was closed or dropped: one pass over all aliases."""

from __future__ import annotations

from typing import Dict, Iterable, Set

from milvus_tui.agent.findings.detector_base import EXIT_GRACE, Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.wire.client_names import client_name

SHORTEST = 0.25
"""Seconds that an alias must have been without a client to be reported once it has one again. A
program that drops a client at each request would have a finding for each request."""


class UnusedAliasDetector(Detector):
    """Reports one kind of unused alias. `UnusedAliases` calls the methods."""

    kind = ""

    def text(self, group: AliasGroup) -> str:
        """What was seen, as a sentence."""
        raise NotImplementedError

    def begin(self, group: AliasGroup) -> None:
        """An alias has been without a client since `group.clientless_since`."""
        if self._store.is_open(self.kind, group.id):
            return
        self._store.begin(
            self.kind,
            group.id,
            group.clientless_since or 0.0,
            self.text(group),
            alias=group.id,
            connection=group.connection,
            place=group.last_client_place,
            detail="dedicated" if group.dedicated else "",
        )

    def end(self, alias: int, at: float, by: str) -> None:
        """An alias has a client again, or is not registered any more."""
        self._store.end(self.kind, alias, at, by)

    def discard(self, alias: int) -> None:
        """An alias was never unused."""
        self._store.discard(self.kind, alias)

    def end_others(self, unused: Set[int], now: float) -> None:
        """End the findings of all aliases that are not in `unused`."""
        for alias in self._store.open_keys(self.kind):
            if alias not in unused:
                self._store.end(self.kind, alias, now, self._ended_by(alias))

    def _ended_by(self, alias: object) -> str:
        for group in self._clients.groups():
            if group.id == alias and group.members:
                return f"{client_name(max(group.ids()))} uses it"
        return "it is not registered any more"


class UnusedAliases(Detector):
    """Notes since when an alias has no client, and tells the detector of its kind.

    Args:
        sources: what detectors read.
        leaked: reports an alias that close() would have removed.
        idle: reports an alias that close() would have kept.
    """

    def __init__(
        self, sources: Sources, leaked: UnusedAliasDetector, idle: UnusedAliasDetector
    ) -> None:
        super().__init__(sources)
        self._by_kind = {leaked.kind: leaked, idle.kind: idle}
        self._leaked, self._idle = leaked, idle

    def created(self, record: ClientRecord, at: float) -> None:
        """An alias has a new client."""
        group = record.group
        if group.clientless_since is None:
            return
        detector = self._by_kind[group.clientless_kind]
        if at - group.clientless_since >= SHORTEST:
            detector.begin(group)
        detector.end(group.id, at, f"{client_name(record.row.id)}, created by {record.row.site}")
        group.clientless_since = None

    def closed(self, record: ClientRecord, group: AliasGroup, at: float, by: str) -> None:
        """An alias may have lost its last client."""
        if _is_unused(group):
            self._mark(group, at)

    def collected(self, record: ClientRecord, at: float) -> None:
        """An alias may have lost its last client."""
        if _is_unused(record.group):
            self._mark(record.group, at)
            record.group.clientless_at_the_end = record.at_the_end

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the aliases without a client, and end the findings of all others."""
        unused: Dict[str, Set[int]] = {kind: set() for kind in self._by_kind}
        for group in self._clients.groups():
            if not _is_unused(group):
                group.clientless_since = None
                continue
            if group.clientless_since is None:
                self._mark(group, now)
            unused[group.clientless_kind].add(group.id)
            self._by_kind[group.clientless_kind].begin(group)
        for kind, detector in self._by_kind.items():
            detector.end_others(unused[kind], now)

    def at_exit(self, now: float) -> None:
        """Discard the findings of clients that the program's own end dropped."""
        for group in self._clients.groups():
            since = group.clientless_since
            if since is not None and group.clientless_at_the_end and now - since < EXIT_GRACE:
                self._by_kind[group.clientless_kind].discard(group.id)

    def _mark(self, group: AliasGroup, at: float) -> None:
        detector = self._leaked if group.close_breaks_sharers else self._idle
        group.clientless_since, group.clientless_kind = at, detector.kind
        group.clientless_at_the_end = False


def _is_unused(group: AliasGroup) -> bool:
    return (
        group.registered
        and group.connection is not None
        and group.had_client
        and not group.members
        and not group.orm
    )
