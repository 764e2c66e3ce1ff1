"""Clients that nobody closed: collected, alive at the program's end, left on a closed loop."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Set

from milvus_tui import names
from milvus_tui.agent.findings.people import People
from milvus_tui.agent.findings.register import Register
from milvus_tui.agent.groups import Record
from milvus_tui.agent.loops import CLOSED, GONE, Loops
from milvus_tui.wire import Kind

MOST_PENDING = 1_000


class _Left(NamedTuple):
    client: int
    place: int
    site: str
    loop: int


class Unclosed:
    """Counts them by the place where they were made."""

    def __init__(self, register: Register, people: People, loops: Loops) -> None:
        self._register = register
        self._people = people
        self._loops = loops
        self._left: List[_Left] = []
        self._asynchronous: Dict[int, Record] = {}
        self._told: Set[int] = set()

    def made(self, record: Record) -> None:
        """A client was made."""
        if record.row.loop is not None:
            self._asynchronous[record.row.id] = record

    def collected(self, record: Record, at: float) -> None:
        """A client that was not closed was collected. Its group knows it no longer."""
        row, group = record.row, record.group
        self._asynchronous.pop(row.id, None)
        # With others on the alias, closing it would have broken them; where close() does not
        # end the connection, and where it is gone already, nothing was left behind.
        if group.registered and group.shared_fate and not group.members and not group.orm:
            self._tell("collected", row.place or row.site, row.place, row.site, at, 1)
        if row.loop is not None:
            self._left.append(_Left(row.id, row.place, row.site, row.loop))
            del self._left[:-MOST_PENDING]

    def look(self, now: float) -> None:
        """Which async clients were left on a loop that is closed now."""
        waiting = []
        for left in self._left:
            if self._loops.state(left.loop) not in (CLOSED, GONE):
                waiting.append(left)
            else:
                self._tell_left(left, now)
        self._left = waiting
        for record in self._asynchronous.values():
            row = record.row
            if row.loop is None or row.closed is not None or row.id in self._told:
                continue
            if self._loops.state(row.loop) == CLOSED:
                self._tell_left(_Left(row.id, row.place, row.site, row.loop), now)

    def at_exit(self, now: float) -> None:
        """The program ends: who is still open?"""
        by_place: Dict[object, List[Record]] = {}
        for record in self._people.records():
            if record.row.closed is None and record.group.connection is not None:
                by_place.setdefault(record.row.place or record.row.site, []).append(record)
        for of, records in by_place.items():
            row = records[0].row
            self._tell("exit", of, row.place, row.site, now, len(records))

    def _tell(self, detail: str, of: object, place: int, site: str, at: float, more: int) -> None:
        if detail == "exit":
            text = f"{more} of the clients made by {site} were open at the program's end"
            self._register.begin(
                Kind.UNCLOSED, (detail, of), at, text, place=place, detail=detail, count=more
            )
            return
        text = f"clients made by {site} were dropped without close(), and left their connection"
        self._register.again(Kind.UNCLOSED, (detail, of), at, text, place=place, detail=detail)

    def _tell_left(self, left: _Left, at: float) -> None:
        if left.client in self._told:
            return
        self._told.add(left.client)
        name = names.client_name(left.client)
        text = f"{name}, made by {left.site}, was left unclosed on an event loop that is closed"
        of = ("left", left.place or left.site)
        self._register.again(
            Kind.LOOP, of, at, text, client=left.client, place=left.place, detail="left"
        )
