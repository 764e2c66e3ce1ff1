"""Stores attempts to connect: those that take long, and those that failed."""

from __future__ import annotations

import itertools
import sys
import threading
from dataclasses import replace
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.findings.connect_causes import Observed, cause_of
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.attempt_observer import (
    AttemptObserver,
    AttemptRaised,
    FirstCallReturned,
    Running,
    caller_in,
)
from milvus_tui.agent.hooks.call_sites import NO_STACK, Stack
from milvus_tui.agent.hooks.connect_targets import ConnectTarget
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.tracking.client_store import ClientStore
from milvus_tui.agent.tracking.orm_store import OrmStore
from milvus_tui.wire import Attempt, Cause

SHOWN_AFTER = 0.3
"""Seconds after which an attempt that runs is shown."""

MOST_ROWS = 100
"""Rows kept, the latest."""

MOST_PLACES = 500
"""Places and targets whose tries are counted, the latest."""

CONNECTING, FAILED, GIVEN_UP = "connecting", "failed", "given up"

_Key = Tuple[int, str, str]
"""Place, call site and target."""


class _Known(NamedTuple):
    """An attempt that runs and is shown."""

    row: int
    key: _Key


class AttemptStore:
    """Keeps the rows. Used by the agent's own thread only.

    Args:
        observer: lists the attempts that run.
        clients: the clients, the call sites, and the detectors, which get the attempts that take
            long, and those that failed.
        orm: the aliases of the ORM, and who connected them.
        tables: where rows and events go.
    """

    def __init__(
        self,
        observer: AttemptObserver,
        clients: ClientStore,
        orm: OrmStore,
        tables: Tables,
    ) -> None:
        self._observer = observer
        self._clients = clients
        self._sites = clients.sites
        self._orm = orm
        self._detectors = clients.detectors
        self._hanging = self._detectors.hanging_connection
        self._failed = self._detectors.failed_connection
        self._failed.on_recovery = self._hanging.on_recovery = self._forget
        self._tables = tables
        self._ids = itertools.count(1)
        self._known: Dict[int, _Known] = {}
        """The attempts that are shown as running, by number of the call."""
        self._ended: List[int] = []
        self._tries: Dict[_Key, int] = {}
        """How many attempts have ended, by place and target."""
        self._rows: Dict[_Key, int] = {}
        """The rows of attempts that failed."""

    def look(self, now: float) -> None:
        """Show the attempts that take long; costs next to nothing if none is running."""
        running = {each.call.number: each for each in self._observer.running()}
        self._ended = [number for number in self._known if number not in running]
        clock = clocks.monotonic()
        for each in running.values():
            seconds = clock - each.call.started
            if seconds >= SHOWN_AFTER:
                self._show(each, now - seconds, now)

    def after_look(self, now: float) -> None:
        """Remove the attempts that have returned: the notes of those that failed came first."""
        for number in self._ended:
            known = self._known.pop(number, None)
            if known is not None:
                self._connected(known, number, now)
        self._ended = []

    def raised(self, note: AttemptRaised) -> None:
        """Process an attempt that failed, or that the program gave up."""
        at, caller = note.caller.at, note.caller
        known = self._known.pop(note.call, None)
        key = self._key(caller.stack, note.target)
        chain = () if note.given_up else note.chain
        found = cause_of(note.target, chain, note.seen, returned=not note.given_up)
        shown = self._tables.get("attempts", known.row) if known is not None else None
        if note.given_up and not found.cause and shown is not None:
            found = Observed(shown.cause, shown.seen)
        row = self._row(note.what, note.target, key, caller, at - note.seconds, known)
        row = replace(
            row,
            state=GIVEN_UP if note.given_up else FAILED,
            ended=at,
            cause=found.cause,
            seen=found.seen,
            error_class=note.chain[0].name,
            error=note.chain[0].text,
        )
        self._count(key)
        self._keep(key, row)
        if note.given_up:
            self._hanging.given_up(note.call, row)
        else:
            self._sites.count(row.place, failed=1)
            self._hanging.returned(note.call)
            self._failed.failed(row, *self._words(row, note.target))
            if row.tries == 1:
                self._tables.log(at, "failing", failure_text(row))

    def first_call_returned(self, note: FirstCallReturned) -> None:
        """Process an async client that is connected now."""
        place, site = self._sites.id_of(note.caller.stack), self._sites.text(note.caller.stack)
        by = f"a call by {site}"
        self._detectors.connected(place, (note.target.address,), by, note.caller.at)

    # --- rows --------------------------------------------------------------------------------

    def _show(self, running: Running, started: float, now: float) -> None:
        known = self._known.get(running.call.number)
        row = self._tables.get("attempts", known.row) if known is not None else None
        if row is None:
            caller = self._caller(running, started)
            key = self._key(caller.stack, running.target)
            row = self._row(running.what, running.target, key, caller, started, None)
            self._known[running.call.number] = _Known(row.id, key)
        problem = self._observer.problem_of(running.call)
        found = cause_of(running.target, (), problem, returned=False)
        row = replace(row, cause=found.cause or row.cause, seen=found.seen or row.seen)
        self._put(row)
        self._hanging.seen(running.call.number, row, now)

    def _caller(self, running: Running, started: float) -> notes.Caller:
        """Return the caller of an attempt that runs, from its thread's frames."""
        call = running.call
        if call.caller is not None:
            caller: notes.Caller = call.caller
            return caller
        frames: Dict[int, Any] = sys._current_frames()
        first = frames.pop(call.thread, None)
        stack = None
        # gevent counts its green threads, and not those that have frames.
        for frame in (first, *frames.values()):
            stack = stack or caller_in(frame, call)
        del first, frames, frame
        thread = getattr(threading, "_active", {}).get(call.thread)
        return notes.Caller(stack or NO_STACK, getattr(thread, "name", ""), "", started)

    def _row(
        self,
        what: str,
        target: ConnectTarget,
        key: _Key,
        caller: notes.Caller,
        started: float,
        known: Optional[_Known],
    ) -> Attempt:
        return Attempt(
            id=known.row if known is not None else next(self._ids),
            what=what,
            target=target.address,
            login=target.login,
            place=key[0],
            site=key[1],
            thread=caller.thread,
            task=caller.task,
            started=started,
            tries=self._tries.get(key, 0) + 1,
            state=CONNECTING,
        )

    def _key(self, stack: Stack, target: ConnectTarget) -> _Key:
        site = self._sites.text(stack) if stack else ""
        return self._sites.id_of(stack), site, target.address

    def _count(self, key: _Key) -> None:
        self._tries[key] = self._tries.pop(key, 0) + 1
        if len(self._tries) > MOST_PLACES:
            del self._tries[next(iter(self._tries))]

    def _keep(self, key: _Key, row: Attempt) -> None:
        """Keep the row of the last attempt of a place and target."""
        before = self._rows.pop(key, None)
        if before is not None and before != row.id:
            self._tables.drop("attempts", before)
        self._rows[key] = row.id
        self._put(row)

    def _put(self, row: Attempt) -> None:
        self._tables.put("attempts", row)
        keys = self._tables.keys("attempts")
        if len(keys) > MOST_ROWS:
            self._tables.drop("attempts", *keys[: len(keys) - MOST_ROWS])

    def _connected(self, known: _Known, number: int, now: float) -> None:
        row = self._tables.get("attempts", known.row)
        self._tables.drop("attempts", known.row)
        self._hanging.returned(number)
        if row is not None:
            text = f"{row.what} by {row.site} connected to {row.target} after "
            self._tables.log(now, "works", f"{text}{now - row.started:.1f} s")

    def _forget(self, place: int, target: str) -> None:
        """Remove the rows of attempts that a later one made good."""
        for key in [key for key in self._rows if key[0] == place and key[2] == target]:
            self._tables.drop("attempts", self._rows.pop(key))
            self._tries.pop(key, None)

    def _words(self, row: Attempt, target: ConnectTarget) -> Tuple[str, int]:
        """Return what failed, and the place of who connected an alias that is in use."""
        if row.cause != Cause.ALIAS or not target.alias:
            return failure_text(row), 0
        text, place = self._holder(target.alias)
        return (f"{failure_text(row)}; {text}" if text else failure_text(row)), place

    def _holder(self, alias: str) -> Tuple[str, int]:
        """Return who connected an alias that is in use, as text, and where; empty if unknown."""
        row = self._orm.row_of(alias)
        if row is not None:
            where = f"{row.address}, database {row.database or 'default'}"
            return f"alias {alias!r} was connected by {row.connected_by} to {where}", row.place
        groups = [group for group in self._clients.aliases.all() if group.text == alias]
        info = groups[-1].connection_info if groups else None
        if info is None:
            return "", 0
        oldest = self._clients.record(groups[-1].oldest_client() or 0)
        if oldest is None:
            where = f"alias {alias!r} is connected to {info.address}"
            text = f"{where}, and {groups[-1].last_client} that had it is gone"
            return text, groups[-1].last_client_place
        text = f"alias {alias!r} is that of c{oldest.row.id}, created by {oldest.row.site}"
        return f"{text}, to {info.address}", oldest.row.place


def failure_text(row: Attempt) -> str:
    """Return what failed, where and why, as a sentence."""
    seconds = (row.ended or row.started) - row.started
    seen = row.seen or row.error
    what = f"{row.what} by {row.site or 'an unknown place'}"
    where = f" to {row.target}" if row.target else ""
    often = f" in try {row.tries}" if row.tries > 1 else ""
    return f"{what}{where} failed{often} after {seconds:.1f} s with {row.error_class}: {seen}"
