"""Leaked alias: a registered alias whose last client was dropped, and which close() removes."""

from __future__ import annotations

from milvus_tui.agent.findings.unused_aliases import UnusedAliasDetector
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.wire import Kind


class LeakedAliasDetector(UnusedAliasDetector):
    """Reports aliases that stay registered since close() was never called."""

    kind = Kind.LEAKED_ALIAS

    def text(self, group: AliasGroup) -> str:
        """Which client was dropped last."""
        return (
            f"{group.text} is still registered; its last client, {group.last_client}, "
            "was dropped without close()"
        )
