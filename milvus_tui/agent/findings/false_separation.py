"""False separation: clients requested separate connections, and gRPC put these on one socket."""

from __future__ import annotations

from typing import Dict, List, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.wire import Connection, Kind

_Key = Tuple[int, str, str, str]
"""A socket, and the address, login and database of the connections on it."""


class FalseSeparationDetector(Detector):
    """Reports sockets with two such connections or more."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._separate: Dict[_Key, List[int]] = {}
        """The connections of this reading that were requested as separate."""
        self._most: Dict[_Key, int] = {}
        """The largest number of connections at a time, for as long as there are several."""

    def connection_read(self, group: AliasGroup, row: Connection, now: float) -> None:
        """Remember a connection that was requested as separate."""
        if row.socket is not None and self._is_separate(group):
            key = (row.socket, row.address, row.login, row.database)
            self._separate.setdefault(key, []).append(row.id)

    def channels_read(self, now: float) -> None:
        """Report the sockets with several such connections; end all others."""
        found = {key: ids for key, ids in self._separate.items() if len(set(ids)) > 1}
        self._separate.clear()
        self._most = {key: max(self._most.get(key, 0), len(set(ids))) for key, ids in found.items()}
        for key, ids in found.items():
            count = self._most[key]
            text = (
                f"{count} connections to {key[1]} were requested as separate, and share one TCP "
                "socket"
            )
            self._store.begin(Kind.FALSE_SEPARATION, key, now, text, connection=ids[0], count=count)
        for open_key in self._store.open_keys(Kind.FALSE_SEPARATION):
            if open_key not in found:
                by = "they are closed, or on separate sockets"
                self._store.end(Kind.FALSE_SEPARATION, open_key, now, by)

    def _is_separate(self, group: AliasGroup) -> bool:
        """Whether the oldest client requested its own connection, by `alias=` or `dedicated`."""
        oldest = self._clients.oldest_record(group)
        return oldest is not None and bool(oldest.row.requested_alias or oldest.row.dedicated)
