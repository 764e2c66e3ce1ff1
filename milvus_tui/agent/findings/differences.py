"""How a client's connection differs from what the client requested."""

from __future__ import annotations

from typing import Sequence, Tuple

from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.agent.hooks.requested import UNKNOWN, Requested
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord

SERVER, DATABASE, LOGIN = "server", "database", "login"
PASSWORD, SECURITY, ALIAS = "password", "security", "alias"
"""The words of `wire.Client.differs`."""


def differences(requested: Requested, actual: ConnectionInfo, heeded: bool) -> Tuple[str, ...]:
    """How a connection differs from what a client requested, the database left out.

    Args:
        requested: the arguments of the client's constructor.
        actual: the connection.
        heeded: whether the client has the alias that it requested.
    """
    if not requested.uri:
        return ()  # created before the agent started: the arguments are unknown
    found = []
    if requested.address and requested.address != actual.requested_address.lower():
        found.append(SERVER)
    sent = (requested.secret, requested.secret_as_text or requested.secret)
    if requested.secret != UNKNOWN and actual.secret not in sent:
        same_user = requested.user and requested.user == actual.user
        found.append(PASSWORD if same_user else LOGIN)
    if requested.secure and not actual.secure:
        found.append(SECURITY)
    if requested.alias and not heeded:
        found.append(ALIAS)
    return tuple(found)


class DifferenceDetector(Detector):
    """Reports one kind of difference, client by client, until the client is closed or collected.

    A subclass gives the kind, the differences that count, and the text.
    """

    kind = ""
    differences: Tuple[str, ...] = ()

    def text(self, record: ClientRecord) -> str:
        """What is different, as a sentence."""
        raise NotImplementedError

    def created(self, record: ClientRecord, at: float) -> None:
        """Begin, update or end the finding of a client."""
        row = record.row
        found = [each for each in row.differs if each in self.differences]
        if not found:
            self._store.end(self.kind, row.id, at)
            return
        place, also, opened = self._places(record)
        self._store.begin(
            self.kind,
            row.id,
            at,
            f"{self.text(record)}{opened}",
            client=row.id,
            alias=record.group.id,
            connection=record.group.connection,
            place=place,
            also=also,
            affected=((row.id, row.id),),
            detail=self.detail(record, found),
        )

    changed = created

    def detail(self, record: ClientRecord, found: Sequence[str]) -> str:
        """What the explanation needs: what differs."""
        return ", ".join(found)

    def _places(self, record: ClientRecord) -> Tuple[int, int, str]:
        """The place that is to blame, the other one (0 for none), and who opened the connection.

        The client joined a connection that had been opened elsewhere: its own place is the first.
        Or its alias got another connection later: the place that opened this one is.
        """
        row, connection = record.row, record.group.connection
        opening = self._clients.opening(connection) if connection is not None else None
        if opening is None or not opening.place or opening.place == row.place:
            return row.place, 0, ""
        opened = f"; {opening.site} opened that connection"
        if opening.at > row.created:
            return opening.place, row.place, opened
        return row.place, opening.place, opened

    def closed(self, record: ClientRecord, group: AliasGroup, at: float, by: str) -> None:
        """End the finding of a client."""
        self._store.end(self.kind, record.row.id, at, by)

    def collected(self, record: ClientRecord, at: float) -> None:
        """End the finding of a client."""
        self._store.end(self.kind, record.row.id, at, "the client was collected")
