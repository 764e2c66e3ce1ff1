"""What the detectors may ask of the client store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional

if TYPE_CHECKING:
    from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
    from milvus_tui.agent.state.connection_store import ConnectionOpening


class Clients:
    """Clients and their aliases; the client store implements it."""

    def record(self, client: int) -> "Optional[ClientRecord]":
        """A client that is alive; None once it was collected."""
        raise NotImplementedError

    def records(self) -> "Iterable[ClientRecord]":
        """All clients that are alive."""
        raise NotImplementedError

    def groups(self) -> "Iterable[AliasGroup]":
        """All aliases that are known."""
        raise NotImplementedError

    def opening(self, connection: int) -> "ConnectionOpening":
        """Where and when a connection was opened; the place is 0 if that was not seen."""
        raise NotImplementedError

    def broken(self, client: int) -> bool:
        """Whether a client is alive and not closed, and finds no connection."""
        record = self.record(client)
        return (
            record is not None
            and record.row.closed is None
            and record.group.connection is None
            and bool(record.group.error[0])
        )

    def oldest_record(self, group: "AliasGroup") -> "Optional[ClientRecord]":
        """The oldest client of an alias that is alive; None if the alias has no client."""
        oldest = group.oldest_client()
        return self.record(oldest) if oldest is not None else None
