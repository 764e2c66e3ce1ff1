"""Ignored alias: a client requested `alias=`, and this release ignores the argument."""

from __future__ import annotations

from milvus_tui.agent.findings.differences import ALIAS, DifferenceDetector
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class IgnoredAliasDetector(DifferenceDetector):
    """Reports clients that have another alias than they requested."""

    kind = Kind.IGNORED_ALIAS
    differences = (ALIAS,)

    def text(self, record: ClientRecord) -> str:
        """Both aliases."""
        row = record.row
        name = client_name(row.id)
        return f"{name} requested alias={row.requested_alias!r}, and got {record.group.text}"
