"""Clients that nobody closed: collected, alive at the program's end, left on a closed loop."""

from __future__ import annotations

from collections import Counter
from typing import Dict, List, NamedTuple, Set

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.agent.state.event_loops import CLOSED, GONE, EventLoops
from milvus_tui.wire import Kind, client_names

MOST_PENDING = 1_000

GRACE = 0.5
"""Seconds before the program's end in which a client may go unclosed: the variables of a main
function go then, and the process with all of its connections right after."""


class _Dropped(NamedTuple):
    at: float
    place: int
    site: str
    shared: bool


class _Left(NamedTuple):
    client: int
    place: int
    site: str
    loop: int


class UnclosedClients:
    """Counts them by the place where they were made."""

    def __init__(self, register: FindingStore, people: Clients, loops: EventLoops) -> None:
        self._register = register
        self._people = people
        self._loops = loops
        self._left: List[_Left] = []
        self._dropped: List[_Dropped] = []
        self._asynchronous: Dict[int, ClientRecord] = {}
        self._told: Set[int] = set()
        self._closed_loops: Set[int] = set()

    def made(self, record: ClientRecord) -> None:
        """A client was made."""
        if record.row.loop is not None:
            self._asynchronous[record.row.id] = record

    def collected(self, record: ClientRecord, at: float) -> None:
        """A client that was not closed was collected. Its group knows it no longer."""
        row, group = record.row, record.group
        self._asynchronous.pop(row.id, None)
        if row.inherited:
            return  # the parent's to close
        # With others on the alias, closing it would have broken them; where the connection is
        # gone already, nothing was left behind.
        if group.registered and not group.members and not group.orm:
            self._dropped.append(_Dropped(at, row.place, row.site, not group.close_breaks_sharers))
        if row.loop is not None:
            self._left.append(_Left(row.id, row.place, row.site, row.loop))
            del self._left[:-MOST_PENDING]

    def scan(self, now: float) -> None:
        """Which async clients were left on a loop that is closed now."""
        self._tell_dropped(now)
        waiting = []
        for left in self._left:
            if self._loops.state(left.loop) not in (CLOSED, GONE):
                waiting.append(left)
            else:
                self._tell_left(left, now)
        self._left = waiting
        loops = {record.row.loop for record in self._asynchronous.values()}
        self._closed_loops = {
            loop for loop in loops if loop is not None and self._loops.state(loop) == CLOSED
        }

    def after_scan(self, now: float) -> None:
        """Which of those alive then, whose loop was closed, had not been closed before it."""
        for record in list(self._asynchronous.values()):
            row = record.row
            if row.closed is None and row.loop in self._closed_loops:
                self._tell_left(_Left(row.id, row.place, row.site, row.loop), now)

    def at_exit(self, now: float) -> None:
        """The program ends: who is still open?"""
        self._tell_dropped(now)
        left = [(each.place, each.site) for each in self._dropped]
        for record in self._people.records():
            row = record.row
            if row.closed is None and not row.inherited and record.group.connection is not None:
                left.append((row.place, row.site))
        for (place, site), count in Counter(left).items():
            self._register.begin(
                Kind.UNCLOSED_CLIENT,
                ("exit", place or site),
                now,
                f"{count} of the clients made by {site} were open at the program's end",
                place=place,
                detail="exit",
                count=count,
            )

    def _tell_dropped(self, now: float) -> None:
        due = [each for each in self._dropped if now - each.at >= GRACE]
        self._dropped = [each for each in self._dropped if now - each.at < GRACE]
        for _, place, site, shared in due:
            self._register.again(
                Kind.UNCLOSED_CLIENT,
                ("collected", place or site, shared),
                now,
                f"clients made by {site} were dropped without close(), and left their connection",
                place=place,
                detail="shared" if shared else "collected",
            )

    def _tell_left(self, left: _Left, at: float) -> None:
        if left.client in self._told:
            return
        self._told.add(left.client)
        name = client_names.client_name(left.client)
        text = f"{name}, made by {left.site}, was left unclosed on an event loop that is closed"
        of = ("left", left.place or left.site)
        self._register.again(
            Kind.WRONG_EVENT_LOOP, of, at, text, client=left.client, place=left.place, detail="left"
        )
