"""Short-lived connections: one place opens connection after connection, each closed soon."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, Iterable, Set, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.connection_store import ConnectionOpening
from milvus_tui.wire import Kind

MANY = 10
"""Short-lived connections from one place that are a finding."""

WITHIN = 60.0
"""Seconds in which all of them must end."""

SHORT = 10.0
"""Seconds; a connection that lives less is short-lived."""


class ShortLivedConnectionsDetector(Detector):
    """Counts short-lived connections by the place that opened them."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._ended: Dict[int, Deque[Tuple[float, float]]] = {}
        """By place: when a connection ended, and the seconds that it lived."""
        self._counted: Set[int] = set()

    def connection_unused(self, connection: int, opening: ConnectionOpening, at: float) -> None:
        """The last client of a connection was closed. Some releases keep the connection open.

        Only connections that follow each other count: a program that has many connections open at
        a time needs them.
        """
        place, site, opened = opening
        life = at - opened
        if not place or life >= SHORT or connection in self._counted:
            return
        ended = self._ended.setdefault(place, deque(maxlen=MANY))
        if ended and opened < ended[-1][0]:
            return
        self._counted.add(connection)
        ended.append((at, life))
        if len(ended) == MANY and at - ended[0][0] <= WITHIN:
            self._report(place, site, ended)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """End the findings of places that opened none for a minute."""
        for place, ended in self._ended.items():
            if now - ended[-1][0] > WITHIN:
                by = "no more were opened for a minute"
                self._store.end(Kind.SHORT_LIVED_CONNECTIONS, place, now, by)

    def _report(self, place: int, site: str, ended: Deque[Tuple[float, float]]) -> None:
        first, last = ended[0][0], ended[-1][0]
        mean = sum(life for _, life in ended) / len(ended)
        text = (
            f"{site} opened {MANY} connections within {max(1, round(last - first + mean))} s; "
            f"each lived for {mean:.1f} s on average"
        )
        self._store.begin(
            Kind.SHORT_LIVED_CONNECTIONS, place, first, text, place=place, count=MANY,
            detail=str(round(mean * 1000)),
        )  # fmt: skip
