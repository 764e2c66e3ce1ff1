"""Short-lived connections: one place opens connection after connection, each closed soon."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, Iterable, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.connection_store import ConnectionOpening
from milvus_tui.wire import Kind

MANY = 10
"""Short-lived connections from one place that are a finding."""

WITHIN = 60.0
"""Seconds in which all of them must end."""

MOST_COUNTED = 200
"""Connections that are remembered as counted: a close() may be called again soon."""

ORM = "orm"
"""The detail where connections.connect() opened the connections."""

SHORT = 10.0
"""Seconds; a connection that lives less is short-lived."""


class ShortLivedConnectionsDetector(Detector):
    """Counts short-lived connections by the place that opened them."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._ended: Dict[int, Deque[Tuple[float, float]]] = {}
        """By place: when each of the last connections ended, and the seconds that it lived."""
        self._total: Dict[int, _Total] = {}
        """By place: all connections of the finding that is open."""
        self._counted: Deque[int] = deque(maxlen=MOST_COUNTED)

    def connection_unused(
        self, connection: int, opening: ConnectionOpening, at: float, detail: str = ""
    ) -> None:
        """The last client of a connection was closed. Some releases keep the connection open.

        Only connections that follow each other count: a program that has many connections open at
        a time needs them.

        Args:
            connection: its number.
            opening: where and when it was opened.
            at: when it was closed.
            detail: `ORM` for a connection of the ORM.
        """
        place, site, opened = opening
        life = at - opened
        if not place or life >= SHORT or connection in self._counted:
            return
        ended = self._ended.setdefault(place, deque(maxlen=MANY))
        if ended and opened < ended[-1][0]:
            return
        self._counted.append(connection)
        ended.append((at, life))
        if place in self._total:
            self._total[place].add(at, life)
        elif len(ended) == MANY and at - ended[0][0] <= WITHIN:
            self._total[place] = _Total(ended)
        if place in self._total:
            self._report(place, site, self._total[place], detail)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """End the findings of places that opened none for a minute."""
        for place, ended in self._ended.items():
            if now - ended[-1][0] > WITHIN:
                by = "no more were opened for a minute"
                self._total.pop(place, None)
                self._store.end(Kind.SHORT_LIVED_CONNECTIONS, place, now, by)

    def _report(self, place: int, site: str, total: "_Total", detail: str) -> None:
        mean = total.lives / total.count
        seconds = max(1, round(total.last - total.first + mean))
        text = (
            f"{site} opened {total.count} connections within {seconds} s; "
            f"each lived for {mean:.1f} s on average"
        )
        self._store.begin(
            Kind.SHORT_LIVED_CONNECTIONS, place, total.first, text, place=place,
            count=total.count, detail=detail or str(round(mean * 1000)),
        )  # fmt: skip


class _Total:
    """All short-lived connections of one place, while there are many."""

    def __init__(self, ended: Iterable[Tuple[float, float]]) -> None:
        self.count, self.lives, self.first, self.last = 0, 0.0, 0.0, 0.0
        for at, life in ended:
            self.add(at, life)

    def add(self, at: float, life: float) -> None:
        """Count a connection that ended at a time, after so many seconds."""
        self.first = self.first or at
        self.count, self.lives, self.last = self.count + 1, self.lives + life, at
