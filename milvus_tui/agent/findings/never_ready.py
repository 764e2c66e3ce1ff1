"""Never ready: an alias is registered, and its channel never became ready."""

from __future__ import annotations

from typing import Set

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.wire import Connection, Kind

_NOT_READY = ("CONNECTING", "TRANSIENT_FAILURE")


class NeverReadyDetector(Detector):
    """Reports connections until they are ready, or end."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._not_ready: Set[int] = set()
        """The connections of this reading that were never ready."""

    def connection_read(self, group: AliasGroup, row: Connection, now: float) -> None:
        """Report a connection that was never ready."""
        if row.ready is not None or row.state not in _NOT_READY:
            return
        info = group.connection_info
        is_async = info is not None and info.is_async
        if is_async and self.never_connected(group):
            self._store.discard(Kind.NEVER_READY, row.id)  # its first call has its own finding
            return
        self._not_ready.add(row.id)
        if self._store.is_open(Kind.NEVER_READY, row.id):
            return
        oldest = self._clients.oldest_record(group)
        self._store.begin(
            Kind.NEVER_READY,
            row.id,
            row.first_seen or now,
            f"{group.text} is registered; its channel to {row.address} was never seen ready, and "
            "no call on it has succeeded",
            client=group.oldest_client(),
            alias=group.id,
            connection=row.id,
            place=oldest.row.place if oldest is not None else 0,
            detail="async" if is_async else "",
        )

    def channels_read(self, now: float) -> None:
        """End the findings of all other connections."""
        for connection in self._store.open_keys(Kind.NEVER_READY):
            if connection not in self._not_ready:
                by = "the channel became ready, or the connection ended"
                self._store.end(Kind.NEVER_READY, connection, now, by)
        self._not_ready.clear()
