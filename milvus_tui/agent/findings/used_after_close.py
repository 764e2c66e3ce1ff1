"""Used after close: a closed client was used, and failed."""

from __future__ import annotations

from milvus_tui.agent.findings.wrong_uses import WrongUseDetector
from milvus_tui.agent.hooks.notes import Used
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class UsedAfterCloseDetector(WrongUseDetector):
    """Reports closed clients that were used and found no connection."""

    kind = Kind.USED_AFTER_CLOSE

    def applies(self, seen: Used) -> bool:
        """Whether a closed client found no connection."""
        return seen.kind == Kind.USED_AFTER_CLOSE and seen.resolution.connection is None

    def text(self, record: ClientRecord, site: str) -> str:
        """Who closed the client, and who used it."""
        row = record.row
        return f"{client_name(row.id)}, closed by {row.closed_by}, was used by {site} and failed"
