"""Idle connection: a shared connection without a client, which close() does not close."""

from __future__ import annotations

from milvus_tui.agent.findings.unused_aliases import UnusedAliasDetector
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.wire import Kind


class IdleConnectionDetector(UnusedAliasDetector):
    """Reports connections that pymilvus keeps open after their last client."""

    kind = Kind.IDLE_CONNECTION

    def text(self, group: AliasGroup) -> str:
        """Which connection it is."""
        return f"{group.text} is open, and all of its clients are closed or dropped"
