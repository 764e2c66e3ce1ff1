"""Uses of a client that fail or are unsafe: after close(), after a fork, in another event loop."""

from __future__ import annotations

from typing import Hashable

from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.agent.hooks.notes import Used
from milvus_tui.agent.state.alias_groups import ClientRecord


class WrongUseDetector(Detector):
    """Reports one kind of wrong use, client by client, until the client is collected.

    A subclass gives the kind, which notes count, and the text.
    """

    kind = ""
    detail = ""

    def applies(self, seen: Used) -> bool:
        """Whether a use is of this kind."""
        return seen.kind == self.kind

    def text(self, record: ClientRecord, site: str) -> str:
        """What happened, as a sentence.

        Args:
            record: the client.
            site: the place in the code that used the client.
        """
        raise NotImplementedError

    def key(self, client: int) -> Hashable:
        """What the finding of a client is stored under."""
        return client

    def used(self, record: ClientRecord, seen: Used) -> None:
        """Begin the finding of a client, or count this use."""
        if not self.applies(seen):
            return
        row, stack = record.row, seen.caller.stack
        self._store.begin_or_count(
            self.kind,
            self.key(row.id),
            seen.caller.at,
            self.text(record, self._sites.text(stack)),
            client=row.id,
            alias=record.group.id,
            connection=record.group.connection,
            place=self._sites.id_of(stack),
            also=record.inherited_place,
            affected=((row.id, row.id),),
            detail=self.detail,
        )

    def collected(self, record: ClientRecord, at: float) -> None:
        """End the finding of a client."""
        self._store.end(self.kind, self.key(record.row.id), at, "the client was collected")
