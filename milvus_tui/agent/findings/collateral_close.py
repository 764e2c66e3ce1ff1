"""Collateral close: a close that took the connection from others."""

from __future__ import annotations

from typing import List, NamedTuple, Tuple

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.wire import Kind, client_names

GRACE = 1.0
"""Seconds in which those who lost their connection may be closed as well, as a program does
that closes all of its clients one after the other."""

MOST_AWAITED = 200


class CollateralClose(NamedTuple):
    """A close that left others without a connection."""

    at: float
    text: str
    client: int
    """Who was closed; 0 where the ORM disconnected an alias."""
    alias: int
    connection: int
    place: int
    affected: Tuple[int, ...]
    orm: bool
    """Whether the alias was the ORM's own."""


class CollateralCloses:
    """Waits to see whether a close hurt anybody: one who used it, or was left without."""

    def __init__(self, register: FindingStore, people: Clients) -> None:
        self._register = register
        self._people = people
        self._awaited: List[CollateralClose] = []
        self._held: List[CollateralClose] = []

    def broke(self, close: CollateralClose) -> None:
        """A close left these without a connection, so far."""
        self._awaited = [*self._awaited, close][-MOST_AWAITED:]
        if close.orm:
            self._tell(close, "orm")

    def failed(self, client: int) -> None:
        """A client that was not closed was used, and found no connection."""
        for close in [*self._awaited, *self._held]:
            if client in close.affected:
                self._tell(close, "orm" if close.orm else "used")

    def scan(self, now: float) -> None:
        """Who is still without a connection, and who has one again."""
        for close in tuple(self._awaited):
            if now - close.at < GRACE:
                continue
            self._awaited.remove(close)
            if close not in self._held and any(map(self._people.broken, close.affected)):
                self._tell(close, "unused")
        for close in tuple(self._held):
            if not any(map(self._people.broken, close.affected)) and not (
                close.orm and not close.affected
            ):
                self._held.remove(close)
                self._register.end(Kind.COLLATERAL_CLOSE, close, now, self._ended_by(close))

    def _tell(self, close: CollateralClose, detail: str) -> None:
        if close not in self._held:
            self._held.append(close)
        elif detail == "unused":
            return
        self._register.begin(
            Kind.COLLATERAL_CLOSE,
            close,
            close.at,
            close.text,
            client=close.client or None,
            alias=close.alias,
            connection=close.connection,
            place=close.place,
            affected=client_names.ranges(close.affected),
            count=max(1, len(close.affected)),
            detail=detail,
        )

    def _ended_by(self, close: CollateralClose) -> str:
        for client in close.affected:
            record = self._people.record(client)
            if record is not None and record.group.connection is not None:
                return record.group.cause
        return "they were closed, or are gone"
