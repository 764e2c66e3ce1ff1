"""Alias not connected: a call of the ORM found no connection under its alias."""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.hooks.notes import Miss
from milvus_tui.agent.state.orm_records import MOST_MISSES
from milvus_tui.wire import Kind

NEVER = "never"
"""Causes, which are the details of the findings. Nothing in the process is connected."""
CLIENT = "client"
"""The alias was never connected; a client is, which the ORM does not use."""
OTHER = "other"
"""The alias was never connected; another alias of the ORM is."""
CONFIGURED = "configured"
"""Only add_connection() named the alias, which connects nothing."""
INTERNAL = "internal"
"""The alias is the name that a client has for its own connection."""
WORKER = "worker"
"""The alias was never connected in this process, which multiprocessing started."""
DISCONNECTED = "disconnected"
"""The alias was connected before, and disconnected by the program."""
FAILED = "failed"
"""A connect() of the alias raised an exception."""
NO_LOGIN = "no login"
"""A connect() of the alias named no login, and was refused for that."""
KEEP_ALIVE = "keep alive"
"""pymilvus itself is connecting the alias anew."""
LOST = "lost"
"""The alias was connected, and lost its connection by something that the agent did not see."""
TRIED = "tried"
"""The thread connected the alias right after its call had failed."""

SECONDS_TO_CONNECT = 1.0
"""A thread that connects within this time after its first failed call only tried."""

MOST_OPEN = 200
"""Failed uses that wait for a connect() of their alias."""


class Missed(NamedTuple):
    """A call that failed: where, why, and what else was open."""

    at: float
    alias: str
    cause: str
    text: str
    place: int
    also: int
    """A second place, such as that of the disconnect(); 0 for none."""
    thread: str


class AliasNotConnectedDetector(Detector):
    """Reports such calls by alias, cause and place, until the alias is connected."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._open: Dict[Tuple[str, str, int], Tuple[Missed, List[Miss]]] = {}

    def missed(self, seen: Missed, miss: Miss) -> None:
        """A call found no connection."""
        key = seen.alias, seen.cause, seen.place
        _, misses = self._open.setdefault(key, (seen, []))
        if len(misses) < MOST_MISSES:
            misses.append(miss)
        if len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]
        self._report(key, seen.cause)

    def connected(self, alias: str, thread: str, by: str, at: float) -> None:
        """The alias was connected; the program may have tried it before only to see that."""
        for key in [key for key in self._open if key[0] == alias]:
            seen, misses = self._open[key]
            calls = sum(miss.count for miss in misses)
            if calls == 1 and thread == seen.thread and at - seen.at < SECONDS_TO_CONNECT:
                self._report(key, TRIED)
            else:
                self._report(key, seen.cause)
            self._store.end(Kind.ALIAS_NOT_CONNECTED, key, at, by)
            del self._open[key]

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Count the calls that failed since the last scan."""
        for key, (seen, _) in self._open.items():
            self._report(key, seen.cause)

    def at_exit(self, now: float) -> None:
        """Count the last calls."""
        self.scan(now, ())

    def _report(self, key: Tuple[str, str, int], detail: str) -> None:
        seen, misses = self._open[key]
        self._store.begin(
            Kind.ALIAS_NOT_CONNECTED,
            key,
            seen.at,
            seen.text,
            name=seen.alias,
            place=seen.place,
            also=seen.also,
            count=sum(miss.count for miss in misses),
            detail=detail,
        )
