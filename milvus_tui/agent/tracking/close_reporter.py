"""Reports the close of a connection: which call closed it, and which clients break."""

from __future__ import annotations

from typing import Callable, List, Optional

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.collateral_close import CollateralClose, CollateralCloseDetector
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.alias_store import ChangeCause
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import client_names

OnOrmClose = Callable[[AliasGroup, int, ChangeCause, str, float], None]
"""Called with the alias, its connection, the close(), the thread of the close() and the time."""


class CloseReporter:
    """Reports closes to viewers, and to the detector of collateral closes.

    Args:
        tables: where events go.
        clients: knows which clients find no connection now.
        closes: the detector, which waits to see whether the close breaks a client.
    """

    def __init__(self, tables: Tables, clients: Clients, closes: CollateralCloseDetector) -> None:
        self._tables = tables
        self._clients = clients
        self._closes = closes
        self.on_orm_close: OnOrmClose = lambda *_: None
        """Called when a client's close() removed an alias that the program had connected."""

    def report(
        self,
        group: AliasGroup,
        before: Optional[int],
        others: List[int],
        cause: ChangeCause,
        at: float,
        thread: str = "",
    ) -> None:
        """Report a close() or a disconnect that returned.

        Args:
            group: the alias that was closed, as the alias resolves now.
            before: the connection of the alias before the close.
            others: the other clients of the alias.
            cause: the call that closed the alias.
            at: when.
            thread: name of the thread that called it.
        """
        affected = client_names.ranges(others)
        broke = before is not None and group.connection is None
        text = cause.text
        if before is not None and others:
            names = client_names.clients(affected)
            text = f"{text} broke {names}" if broke else f"{text}; {names} kept the connection"
        self._tables.log(at, "closed", text, cause.client, affected if broke else ())
        if before is None or not broke:
            return
        broken = tuple(filter(self._clients.broken, others))
        if group.orm:
            self.on_orm_close(group, before, cause, thread, at)
        if broken:
            self._closes.closed_shared(
                CollateralClose(at, text, cause.client, group.id, before, cause.place, broken)
            )
