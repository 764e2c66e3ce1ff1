"""What is said when a connection was closed: who did it, and who lost it by that."""

from __future__ import annotations

from typing import List, Optional

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.collateral_close import CollateralClose, CollateralCloses
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.alias_store import Cause
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import client_names


class Closes:
    """Tells viewers, and the detector of collateral closes.

    Args:
        tables: where events go.
        people: knows who finds no connection now.
        closes: waits to see whether that hurts anybody.
    """

    def __init__(self, tables: Tables, people: Clients, closes: CollateralCloses) -> None:
        self._tables = tables
        self._people = people
        self._closes = closes

    def tell(
        self, group: AliasGroup, had: Optional[int], others: List[int], cause: Cause, at: float
    ) -> None:
        """A close(), or a disconnect, has returned.

        Args:
            group: the alias that was closed, as it resolves now.
            had: the connection that it had.
            others: who else had the alias.
            cause: who closed it.
            at: when.
        """
        touched = client_names.ranges(others)
        broke = had is not None and group.connection is None
        text = cause.text
        if had is not None and others:
            who = client_names.clients(touched)
            text = f"{text} broke {who}" if broke else f"{text}; {who} kept the connection"
        self._tables.log(at, "closed", text, cause.client, touched if broke else ())
        if had is None or not broke:
            return
        hurt = tuple(filter(self._people.broken, others))
        if group.orm:
            text = f"{text} and took the ORM's alias {group.text} away"
        if hurt or group.orm:
            self._closes.broke(
                CollateralClose(at, text, cause.client, group.id, had, cause.place, hurt, group.orm)
            )
