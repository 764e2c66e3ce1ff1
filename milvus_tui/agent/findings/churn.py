"""Churn: short-lived connections opened again and again from one place."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, Set, Tuple

from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.state.connection_store import ConnectionOpening
from milvus_tui.wire import Kind

MANY = 10
"""Short-lived connections from one place that are churn."""

WITHIN = 60.0
"""Seconds in which there must be that many."""

SHORT = 10.0
"""Seconds that a connection lives which would better have been kept."""


class Churn:
    """Counts connections that ended soon, by the place where they were opened."""

    def __init__(self, register: FindingStore) -> None:
        self._register = register
        self._ended: Dict[int, Deque[Tuple[float, float]]] = {}
        self._counted: Set[int] = set()

    def ended(self, connection: int, opened: ConnectionOpening, at: float) -> None:
        """The last client of a connection was closed; some releases keep it open all the same.

        Only connections that followed each other count: many that are open at a time are
        no churn.
        """
        place, site, made = opened
        life = at - made
        if not place or life >= SHORT or connection in self._counted:
            return
        ended = self._ended.setdefault(place, deque(maxlen=MANY))
        if ended and made < ended[-1][0]:
            return
        self._counted.add(connection)
        ended.append((at, life))
        if len(ended) < MANY or at - ended[0][0] > WITHIN:
            return
        mean = sum(each for _, each in ended) / len(ended)
        text = (
            f"{site} opened {MANY} connections within {max(1, round(at - ended[0][0] + mean))} s "
            f"that lived for {mean:.1f} s each"
        )
        self._register.begin(
            Kind.SHORT_LIVED_CONNECTIONS, place, ended[0][0], text, place=place, count=MANY,
            detail=str(round(mean * 1000)),
        )  # fmt: skip

    def scan(self, now: float) -> None:
        """Where it has stopped."""
        for place, ended in self._ended.items():
            if now - ended[-1][0] > WITHIN:
                self._register.end(Kind.SHORT_LIVED_CONNECTIONS, place, now, "no more were opened for a minute")
