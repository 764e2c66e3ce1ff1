"""Collateral close: a close() or disconnect() took the connection from other clients."""

from __future__ import annotations

from typing import Iterable, List, NamedTuple, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.wire import Kind, client_names

GRACE = 1.0
"""Seconds in which the affected clients may be closed as well: a program may close all of its
clients one after the other."""

MOST_WAITING = 200
"""Closes that may still turn out to be findings."""


class CollateralClose(NamedTuple):
    """A close that left other clients without a connection."""

    at: float
    text: str
    client: int
    """The client that was closed; 0 where the ORM disconnected an alias."""
    alias: int
    connection: int
    place: int
    affected: Tuple[int, ...]
    orm: bool
    """Whether the alias was the ORM's own."""


class CollateralCloseDetector(Detector):
    """Reports a close once an affected client was used, or after `GRACE` seconds without use."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._waiting: List[CollateralClose] = []
        self._reported: List[CollateralClose] = []

    def closed_shared(self, close: CollateralClose) -> None:
        """A close left other clients without a connection."""
        self._waiting = [*self._waiting, close][-MOST_WAITING:]
        if close.orm:
            self._report(close, "orm")

    def failed(self, client: int) -> None:
        """A client that was not closed was used, and found no connection."""
        for close in [*self._waiting, *self._reported]:
            if client in close.affected:
                self._report(close, "orm" if close.orm else "used")

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the closes whose affected clients have no connection; end all others."""
        for close in tuple(self._waiting):
            if now - close.at < GRACE:
                continue
            self._waiting.remove(close)
            if close not in self._reported and any(map(self._clients.broken, close.affected)):
                self._report(close, "unused")
        for close in tuple(self._reported):
            if not any(map(self._clients.broken, close.affected)) and not (
                close.orm and not close.affected
            ):
                self._reported.remove(close)
                self._store.end(Kind.COLLATERAL_CLOSE, close, now, self._ended_by(close))

    def _report(self, close: CollateralClose, detail: str) -> None:
        if close not in self._reported:
            self._reported.append(close)
        elif detail == "unused":
            return
        self._store.begin(
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
            record = self._clients.record(client)
            if record is not None and record.group.connection is not None:
                return record.group.cause
        return "all of them are closed or collected"
