"""What is said when a connection was closed: who did it, and who lost it by that."""

from __future__ import annotations

from typing import List, Optional

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.collateral_close import CollateralClose, CollateralCloseDetector
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.alias_store import ChangeCause
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import client_names


class CloseReporter:
    """Tells viewers, and the detector of collateral closes.

    Args:
        tables: where events go.
        clients: knows who finds no connection now.
        closes: waits to see whether that hurts anybody.
    """

    def __init__(self, tables: Tables, clients: Clients, closes: CollateralCloseDetector) -> None:
        self._tables = tables
        self._clients = clients
        self._closes = closes

    def report(
        self, group: AliasGroup, had: Optional[int], others: List[int], cause: ChangeCause, at: float
    ) -> None:
        """A close(), or a disconnect, has returned.

        Args:
            group: the alias that was closed, as it resolves now.
            had: the connection that it had.
            others: who else had the alias.
            cause: who closed it.
            at: when.
        """
        affected = client_names.ranges(others)
        broke = had is not None and group.connection is None
        text = cause.text
        if had is not None and others:
            who = client_names.clients(affected)
            text = f"{text} broke {who}" if broke else f"{text}; {who} kept the connection"
        self._tables.log(at, "closed", text, cause.client, affected if broke else ())
        if had is None or not broke:
            return
        hurt = tuple(filter(self._clients.broken, others))
        if group.orm:
            text = f"{text} and took the ORM's alias {group.text} away"
        if hurt or group.orm:
            self._closes.closed_shared(
                CollateralClose(at, text, cause.client, group.id, had, cause.place, hurt, group.orm)
            )
