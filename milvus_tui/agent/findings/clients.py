"""What the detectors may ask of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional

if TYPE_CHECKING:
    from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord


class Clients:
    """Clients and the aliases that they go by; the book is one."""

    def record(self, client: int) -> "Optional[ClientRecord]":
        """A client that is alive; None once it was collected."""
        raise NotImplementedError

    def records(self) -> "Iterable[ClientRecord]":
        """All clients that are alive."""
        raise NotImplementedError

    def groups(self) -> "Iterable[AliasGroup]":
        """All aliases that are known."""
        raise NotImplementedError

    def broken(self, client: int) -> bool:
        """Whether a client is alive, was not closed, and finds no connection."""
        record = self.record(client)
        return (
            record is not None
            and record.row.closed is None
            and record.group.connection is None
            and bool(record.group.error[0])
        )
