"""The clients of an embedded Milvus Lite, and what its two detectors have in common."""

from __future__ import annotations

from typing import Dict, Iterator, List, NamedTuple, Optional

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.call_tally import CallTally
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import EmbeddedServer, client_names


class Users(NamedTuple):
    """What is, or was, open to an embedded server."""

    clients: List[int]
    alias: int
    connection: Optional[int]
    place: int
    """Where the first of them was made."""
    words: str
    """`c1`, or the alias of the ORM."""


class EmbeddedServerDetector(Detector):
    """Reports one kind of finding about embedded servers, each until nothing is open to it.

    A subclass gives the kind, and calls `_begin()`.
    """

    kind = ""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._last: Dict[int, Users] = {}
        """By server, the client that was made last. As few as there are rows of servers."""

    def created(self, record: ClientRecord, at: float) -> None:
        """Remember the client as the last of its server."""
        server = self._server_of(record)
        if server is not None:
            self._last[server.id] = self._users_of(record)

    def _server_of(self, record: ClientRecord) -> Optional[EmbeddedServer]:
        info = record.group.connection_info
        return self._server_at(info.address) if info is not None else None

    def _users_of(self, record: ClientRecord) -> Users:
        group, number = record.group, record.row.id
        words = client_names.client_name(number)
        return Users([number], group.id, group.connection, record.row.place, words)

    def _server_at(self, address: str) -> Optional[EmbeddedServer]:
        return next((row for row in self._servers() if row.address == address), None)

    def _servers(self) -> Iterator[EmbeddedServer]:
        for key in self._tables.keys("embedded"):
            row = self._tables.get("embedded", key)
            if row is not None:
                yield row

    def _open_to(self, server: EmbeddedServer) -> Optional[Users]:
        """What is open to a server; None if all clients are closed or collected."""
        found: List[Users] = []
        for group in self._clients.groups():
            info = group.connection_info
            if info is None or info.address != server.address:
                continue
            records = [self._clients.record(client) for client in group.ids()]
            alive = [each for each in records if each is not None and each.row.closed is None]
            found += [self._users_of(each) for each in alive]
            if group.orm and group.registered and not alive:
                words = f"the alias {group.text}"
                found.append(Users([], group.id, group.connection, group.place, words))
        if not found:
            return None
        ids = sorted(client for each in found for client in each.clients)
        words = client_names.clients(client_names.ranges(ids)) if ids else found[0].words
        return found[0]._replace(clients=ids, words=words)

    def _end_unused(self, now: float) -> None:
        """End the findings of servers to which nothing is open any more."""
        for server in self._servers():
            if self._store.is_open(self.kind, server.id) and self._open_to(server) is None:
                self._store.end(self.kind, server.id, now, "nothing is open to it")

    def _begin(
        self, server: EmbeddedServer, users: Users, at: float, text: str, detail: str
    ) -> None:
        self._store.begin(
            self.kind,
            server.id,
            at,
            text,
            client=users.clients[-1] if users.clients else None,
            alias=users.alias,
            connection=users.connection,
            place=users.place,
            detail=detail,
        )


def last_call(tally: CallTally) -> float:
    """Return when a call last returned or raised; 0 if none did."""
    failure = tally.last_failure
    return max(tally.last_success_at or 0.0, failure.caller.at if failure is not None else 0.0)
