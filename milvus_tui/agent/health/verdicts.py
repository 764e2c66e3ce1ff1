"""Verdicts: the last outcome of each route, and since when the outcome is the same."""

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
        routes: knows the clients of each route.
    """

    def __init__(self, tables: Tables, routes: Routes) -> None:
        self._tables = tables
        self._routes = routes
        self._ids: Dict[Key, int] = {}
        self._last = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._ids

    def judge(self, key: Key, outcome: Outcome) -> bool:
        """Store an outcome; return whether it changed the state."""
        connection, database = key
        before: Optional[Verdict] = self._tables.get("verdicts", self._ids.get(key, 0))
        same = before is not None and (before.state, before.error_class) == (
            outcome.state,
            outcome.error_class,
        )
        if (
            not same
            and outcome.state != WORKS
            and not self._routes.is_current(connection, database)
        ):
            return False
        if key not in self._ids:
            self._last += 1
            self._ids[key] = self._last
        since = before.since if before is not None and same else outcome.at
        row = Verdict(self._ids[key], connection, database, since=since, **outcome._asdict())
        self._tables.put("verdicts", row)
        if not same:
            self._log_change(row, before)
        return not same

    def forget(self, used: Set[Key]) -> None:
        """Remove the verdicts of routes that no live client uses any more."""
        for key in [key for key in self._ids if key not in used]:
            self._tables.drop("verdicts", self._ids.pop(key))

    def _log_change(self, row: Verdict, before: Optional[Verdict]) -> None:
        affected = self._routes.clients_of(row.connection, row.database)
        if not affected or (before is None and row.state == WORKS):
            return
        names = client_names.clients(affected)
        if row.state == WORKS:
            self._tables.log(row.at, "works", f"{names} can list collections again", None, affected)
        else:
            text = f"{names}: {row.state}: {row.error_class}: {row.error}"
            self._tables.log(row.at, "failing", text, None, affected)
