"""Moved to another database: another client's use_database(), or constructor, moved clients."""

from __future__ import annotations

from typing import Dict, Iterable, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.wire import Kind, client_names


class MovedToAnotherDatabaseDetector(Detector):
    """Reports moves until all moved clients are back, closed or collected."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._moved: Dict[Tuple[str, float], Tuple[int, ...]] = {}
        """Clients by the cause and the time of their move."""

    def moved(
        self, cause: str, mover: int, place: int, clients: Iterable[int], database: str, at: float
    ) -> None:
        """Clients were moved.

        Args:
            cause: what moved them, as text.
            mover: the client that moved them, 0 if it is unknown.
            place: the place in the code that moved them.
            clients: all clients that are on another database than before.
            database: the database that they are on now.
            at: when.
        """
        misplaced = tuple(
            client for client in clients if client != mover and self._is_misplaced(client)
        )
        if not misplaced:
            return
        self._moved[cause, at] = misplaced
        affected = client_names.ranges(misplaced)
        self._store.begin(
            Kind.MOVED_TO_ANOTHER_DATABASE,
            (cause, at),
            at,
            f"{cause} moved {client_names.clients(affected)} to database {database}",
            client=mover or None,
            place=place,
            affected=affected,
            count=len(misplaced),
            detail=database,
        )

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """End the findings whose clients are all on the database that they requested."""
        for key, clients in list(self._moved.items()):
            if not any(map(self._is_misplaced, clients)):
                del self._moved[key]
                by = "all of them are back, closed or collected"
                self._store.end(Kind.MOVED_TO_ANOTHER_DATABASE, key, now, by)

    def _is_misplaced(self, client: int) -> bool:
        record = self._clients.record(client)
        if record is None or record.row.closed is not None:
            return False
        return record.database != (record.row.requested_database or "default")
