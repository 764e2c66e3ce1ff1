"""Clients that somebody else put on another database."""

from __future__ import annotations

from typing import Dict, Iterable, Tuple

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.wire import Kind, client_names


class MovedDatabases:
    """Tells of them until they are back, closed or gone."""

    def __init__(self, register: FindingStore, people: Clients) -> None:
        self._register = register
        self._people = people
        self._held: Dict[Tuple[str, float], Tuple[int, ...]] = {}

    def moved(
        self, cause: str, mover: int, place: int, clients: Iterable[int], database: str, at: float
    ) -> None:
        """`clients` are on `database` now, which is not where they were."""
        astray = tuple(client for client in clients if client != mover and self._astray(client))
        if not astray:
            return
        of = (cause, at)
        self._held[of] = astray
        touched = client_names.ranges(astray)
        self._register.begin(
            Kind.MOVED_TO_ANOTHER_DATABASE,
            of,
            at,
            f"{cause} moved {client_names.clients(touched)} to database {database}",
            client=mover or None,
            place=place,
            affected=touched,
            count=len(astray),
            detail=database,
        )

    def scan(self, now: float) -> None:
        """Who is back where it asked to be."""
        for of, clients in list(self._held.items()):
            if not any(map(self._astray, clients)):
                del self._held[of]
                self._register.end(Kind.MOVED_TO_ANOTHER_DATABASE, of, now, "they are back, closed or gone")

    def _astray(self, client: int) -> bool:
        record = self._people.record(client)
        if record is None or record.row.closed is not None:
            return False
        return record.database != (record.row.requested_database or "default")
