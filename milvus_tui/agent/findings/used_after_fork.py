"""Used after fork: a client created before a fork was used in the child."""

from __future__ import annotations

from milvus_tui.agent.findings.wrong_uses import WrongUseDetector
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class UsedAfterForkDetector(WrongUseDetector):
    """Reports inherited clients that were used."""

    kind = Kind.USED_AFTER_FORK

    def text(self, record: ClientRecord, site: str) -> str:
        """Who used the client."""
        name = client_name(record.row.id)
        return f"{name}, created before the fork, was used by {site} in the child"
