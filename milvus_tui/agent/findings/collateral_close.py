"""Collateral close: a close() or disconnect() took the connection from other clients."""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Miss
from milvus_tui.agent.state.orm_records import MOST_MISSES, OrmClose
from milvus_tui.wire import Kind, client_names

GRACE = 1.0
"""Seconds in which the affected clients may be closed as well: a program may close all of its
clients one after the other."""

MOST_WAITING = 200
"""Closes that may still turn out to be findings."""

MOST_NAMED = 3
"""Threads that a text names."""


class CollateralClose(NamedTuple):
    """A close that left other clients without a connection."""

    at: float
    text: str
    client: int
    """The client that was closed; 0 for a disconnect()."""
    alias: int
    connection: int
    place: int
    affected: Tuple[int, ...]


class _OrmHits:
    """The threads that used an alias of the ORM before its close, and failed after it."""

    def __init__(self, close: OrmClose) -> None:
        self.close = close
        self.also = 0
        """Id of the site row of the first call that failed."""
        self._misses: List[Miss] = []
        self._threads: Dict[str, str] = {}

    def add(self, miss: Miss, thread: str, where: Tuple[int, str]) -> None:
        """Add a thread, and the place where it failed."""
        place, site = where
        if len(self._misses) < MOST_MISSES:
            self.also = self.also or place
            self._misses.append(miss)
            self._threads.setdefault(thread, site)

    @property
    def count(self) -> int:
        """How many calls failed."""
        return sum(miss.count for miss in self._misses)

    def text(self) -> str:
        """What was seen, as a sentence."""
        named = [f"{name} ({site})" for name, site in self._threads.items()]
        more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        calls = "1 call" if self.count == 1 else f"{self.count:,} calls"
        threads = "thread" if len(named) == 1 else "threads"
        return (
            f"{self.close.text} in thread {self.close.thread} took the connection; {calls} failed "
            f"after it, in {threads} {', '.join(named[:MOST_NAMED])}{more}"
        )


class CollateralCloseDetector(Detector):
    """Reports a close once an affected client was used, or after `GRACE` seconds without use."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._waiting: List[CollateralClose] = []
        self._reported: List[CollateralClose] = []
        self._orm: Dict[Tuple[str, int], _OrmHits] = {}

    def closed_shared(self, close: CollateralClose) -> None:
        """A close left other clients without a connection."""
        self._waiting = [*self._waiting, close][-MOST_WAITING:]

    def failed(self, client: int) -> None:
        """A client that was not closed was used, and found no connection."""
        for close in [*self._waiting, *self._reported]:
            if client in close.affected:
                self._report(close, "used")

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the closes whose affected clients have no connection; end all others."""
        for key in self._orm:
            self._report_orm(key)
        for close in tuple(self._waiting):
            if now - close.at < GRACE:
                continue
            self._waiting.remove(close)
            if close not in self._reported and any(map(self._clients.broken, close.affected)):
                self._report(close, "unused")
        for close in tuple(self._reported):
            if not any(map(self._clients.broken, close.affected)):
                self._reported.remove(close)
                self._store.end(Kind.COLLATERAL_CLOSE, close, now, self._ended_by(close))

    def orm_hit(self, close: OrmClose, miss: Miss, thread: str, where: Tuple[int, str]) -> None:
        """A thread that had used an alias of the ORM found it closed by other code.

        Args:
            close: what ended the alias.
            miss: counts the calls that failed.
            thread: name of the thread.
            where: id and text of the site row of the calls.
        """
        key = close.alias, close.connection
        hits = self._orm.setdefault(key, _OrmHits(close))
        if len(self._orm) > MOST_WAITING:
            del self._orm[next(iter(self._orm))]
        hits.add(miss, thread, where)
        self._report_orm(key)

    def orm_connected(self, alias: str, by: str, at: float) -> None:
        """An alias of the ORM is connected again."""
        for key in [key for key in self._orm if key[0] == alias]:
            self._report_orm(key)
            self._store.end(Kind.COLLATERAL_CLOSE, key, at, by)
            del self._orm[key]

    def at_exit(self, now: float) -> None:
        """Count the last calls."""
        for key in self._orm:
            self._report_orm(key)

    def _report_orm(self, key: Tuple[str, int]) -> None:
        hits = self._orm[key]
        close = hits.close
        self._store.begin(
            Kind.COLLATERAL_CLOSE,
            key,
            close.at,
            hits.text(),
            client=close.client or None,
            connection=close.connection,
            place=close.place,
            also=hits.also,
            count=hits.count,
            detail="orm" if close.client else "disconnect",
            name=close.alias,
        )

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
            also=self._also(close),
            affected=client_names.ranges(close.affected),
            count=max(1, len(close.affected)),
            detail=detail,
        )

    def _also(self, close: CollateralClose) -> int:
        """The place where an affected client was created, if the close was elsewhere; else 0."""
        records = map(self._clients.record, close.affected)
        places = (record.row.place for record in records if record is not None)
        return next((place for place in places if place not in (0, close.place)), 0)

    def _ended_by(self, close: CollateralClose) -> str:
        for client in close.affected:
            record = self._clients.record(client)
            if record is not None and record.group.connection is not None:
                return record.group.cause
        return "all of them are closed or collected"
