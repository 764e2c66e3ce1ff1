"""Verdicts: the last outcome of each (connection, database), and since when it is so."""

from __future__ import annotations

from typing import Dict, Optional, Set

from milvus_tui.agent.health.probes import Key, Outcome
from milvus_tui.agent.health.routes import Routes
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import WORKS, Verdict, client_names


class Verdicts:
    """Turns outcomes of probes into rows, and changes into events.

    Args:
        tables: where rows and events go.
        routes: knows for whom a verdict speaks.
    """

    def __init__(self, tables: Tables, routes: Routes) -> None:
        self._tables = tables
        self._routes = routes
        self._ids: Dict[Key, int] = {}
        self._last = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._ids

    def judge(self, key: Key, outcome: Outcome) -> bool:
        """Store an outcome; says whether the state changed by it."""
        connection, database = key
        before: Optional[Verdict] = self._tables.get("verdicts", self._ids.get(key, 0))
        same = before is not None and (before.state, before.error_class) == (
            outcome.state,
            outcome.error_class,
        )
        if not same and outcome.state != WORKS and not self._routes.speaks(connection, database):
            return False
        if key not in self._ids:
            self._last += 1
            self._ids[key] = self._last
        since = before.since if before is not None and same else outcome.at
        row = Verdict(self._ids[key], connection, database, since=since, **outcome._asdict())
        self._tables.put("verdicts", row)
        if not same:
            self._tell(row, before)
        return not same

    def forget(self, used: Set[Key]) -> None:
        """Drop the verdicts that speak for no live client any more."""
        for key in [key for key in self._ids if key not in used]:
            self._tables.drop("verdicts", self._ids.pop(key))

    def _tell(self, row: Verdict, before: Optional[Verdict]) -> None:
        touched = self._routes.users(row.connection, row.database)
        if not touched or (before is None and row.state == WORKS):
            return
        who = client_names.clients(touched)
        if row.state == WORKS:
            self._tables.log(row.at, "works", f"{who} can list collections again", None, touched)
        else:
            text = f"{who}: {row.state}: {row.error_class}: {row.error}"
            self._tables.log(row.at, "failing", text, None, touched)
