"""Outage: a server that had answered did not answer calls, or its channel cannot connect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Optional, Set, Tuple

from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.state.embedded_servers import RUNNING
from milvus_tui.wire import Connection, Kind, client_names

if TYPE_CHECKING:
    from milvus_tui.agent.hooks.call_tally import CallTally, Outage

TIMEOUTS = 3
"""Calls in a row that reach their deadline, and that are an outage even if nothing else fails."""

RunningCall = Tuple[str, float, int, str]
"""As in `wire.Connection.running`."""

MOST_NAMED = 3
"""Most methods, and threads, that a text names."""

QUIET = 5.0
"""Seconds without a lost call, after which an answer on another connection ends an outage."""

CANNOT_CONNECT = "TRANSIENT_FAILURE"
"""The state of a channel that tries to connect, and cannot."""

LOST, OVER, DEAD, WAITING, IDLE = "lost", "over", "dead", "waiting", "idle"
"""Details: calls were lost and none is answered yet; calls are answered again; the channel is
closed for good; no call was lost, but some are being repeated; no call was lost."""


class _Part:
    """What one connection lost in an outage."""

    def __init__(self) -> None:
        self.lost = 0
        self._before = 0
        """How many of these were lost before calls were answered for a moment."""
        self.threads: Set[str] = set()
        self.methods: Set[str] = set()

    def read(self, outage: "Outage") -> None:
        """Take over the figures of the connection's tally."""
        self.lost = self._before + outage.lost
        if outage.until is not None:
            self._before = self.lost
        self.threads.update(outage.threads.copy())
        self.methods.update(outage.methods.copy())


class _Outage:
    """One outage of a server, with all connections to it."""

    def __init__(self, address: str, since: float) -> None:
        self.address = address
        self.since = since
        self.place, self.site = 0, ""
        self.error = ""
        self.parts: Dict[int, _Part] = {}
        self.down: Set[int] = set()
        """The connections that have not recovered."""
        self.waiting: Tuple[RunningCall, ...] = ()
        """The calls that have not returned, the oldest first."""
        self.last_lost = self.answered = 0.0
        """When the last call was lost, and when one on another connection was answered."""
        self.closed = False

    @property
    def lost(self) -> int:
        """How many calls failed."""
        return sum(part.lost for part in self.parts.values())

    @property
    def is_answered(self) -> bool:
        """Whether a call on another connection was answered after the last that was lost."""
        return self.lost > 0 and not self.closed and self.answered > self.last_lost

    def detail(self, *, over: bool) -> str:
        """Return the detail of the finding."""
        if not self.lost:
            return WAITING if self.waiting and not over else IDLE
        if over:
            return OVER
        return DEAD if self.closed else LOST


class OutageDetector(Detector):
    """Reports one outage for each server, from its first lost call to the next answered one."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._open: Dict[str, _Outage] = {}
        self._reconnected: Dict[int, str] = {}
        """By connection, what gave it a new channel."""
        self._unconnected: Dict[int, str] = {}
        """Connections whose channel cannot connect, and their addresses."""
        self._alive: Set[int] = set()
        self._settled: Dict[int, int] = {}
        """Connections that lost calls in an outage that ended on another one: how many calls."""

    def reconnected(self, connection: int, by: str) -> None:
        """A connection has a new channel."""
        self._reconnected[connection] = by

    def calls_read(self, tally: "CallTally", row: Optional[Connection], now: float) -> None:
        """Begin, update and end what the calls of a connection show."""
        self._alive.add(tally.number)
        if row is not None and row.ready is None and not tally.succeeded:
            return  # it never came up, which is another finding
        while tally.outages:
            self._over(tally, tally.outages.popleft())
        outage = tally.outage
        if outage is not None and _counts(outage, row):
            if outage.lost > self._settled.get(tally.number, 0):
                self._lost(tally, outage)
        elif tally.address in self._open:
            self._answered(self._open[tally.address], tally.last_success_at or 0.0, now)

    def _answered(self, open_: _Outage, success: float, now: float) -> None:
        """End an outage if a call on another connection was answered, and none was lost since."""
        if success > open_.last_lost:
            open_.answered = max(open_.answered, success)
        if open_.is_answered and (not open_.down or now - open_.last_lost > QUIET):
            self._settle(open_)

    def _settle(self, open_: _Outage) -> None:
        self._settled.update((number, open_.parts[number].lost) for number in open_.down)
        self._end(open_, open_.answered, "another connection")

    def at_exit(self, now: float) -> None:
        """End the outages after which calls on another connection were answered."""
        for open_ in [each for each in self._open.values() if each.is_answered]:
            self._settle(open_)

    def channels_read(self, now: float) -> None:
        """Note which channels cannot connect: that may show before any call fails."""
        rows = (self._tables.get("connections", key) for key in self._tables.keys("connections"))
        found = {
            row.id: row.address
            for row in rows
            if row is not None and row.state == CANNOT_CONNECT and row.ready is not None
        }
        for number, address in found.items():
            if number not in self._unconnected:
                self._unconnected[number] = address
                self._report(self._begin(address, number, now))
        for number in [each for each in self._unconnected if each not in found]:
            open_ = self._open.get(self._unconnected.pop(number))
            if open_ is not None and number in open_.down and not open_.parts[number].lost:
                self._recovered(open_, number, now, "gRPC, which connected the channel again")

    def all_calls_read(self, now: float) -> None:
        """End the outages of connections that are gone."""
        known = self._alive.union(self._tables.keys("connections"))
        for open_ in list(self._open.values()):
            open_.down &= known
            if not open_.down and not open_.lost:
                self._end(open_, now, "")
            elif open_.down:
                self._read_waiting(open_)
        self._alive.clear()
        self._settled = {key: lost for key, lost in self._settled.items() if key in known}

    def _read_waiting(self, open_: _Outage) -> None:
        """Update the calls that are being repeated."""
        rows = (self._tables.get("connections", number) for number in open_.down)
        calls = [call for row in rows if row is not None for call in row.running]
        found = tuple(sorted(calls, key=lambda call: call[1]))
        if found != open_.waiting:
            open_.waiting = found
            self._report(open_)

    def _lost(self, tally: "CallTally", outage: "Outage") -> _Outage:
        """Report the calls that a connection has lost so far."""
        open_ = self._begin(tally.address, tally.number, outage.since)
        open_.parts[tally.number].read(outage)
        tally.had_outage = True
        open_.closed = open_.closed or outage.closed
        if outage.failure is not None:
            open_.error = f"{outage.failure.code}: {outage.failure.text}"
        if tally.last_failure is not None:
            open_.last_lost = max(open_.last_lost, tally.last_failure.caller.at)
        if not open_.place:
            stack = outage.first.stack
            open_.place, open_.site = self._sites.id_of(stack), self._sites.text(stack)
        self._report(open_)
        return open_

    def _over(self, tally: "CallTally", outage: "Outage") -> None:
        """Report an outage whose calls are answered again."""
        settled = outage.lost <= self._settled.pop(tally.number, 0)
        if not settled and (_counts(outage, None) or tally.address in self._open):
            open_ = self._lost(tally, outage)
            by = self._reconnected.pop(tally.number, "gRPC, which connected the channel again")
            self._recovered(open_, tally.number, outage.until or outage.since, by)

    def _begin(self, address: str, number: int, since: float) -> _Outage:
        open_ = self._open.get(address)
        if open_ is None:
            open_ = self._open[address] = _Outage(address, since)
            self._tables.log(since, "failing", f"{address} does not answer: an outage began")
        open_.since = min(open_.since, since)
        open_.parts.setdefault(number, _Part())
        open_.down.add(number)
        return open_

    def _recovered(self, open_: _Outage, number: int, at: float, by: str) -> None:
        """End an outage once all of its connections have recovered."""
        open_.down.discard(number)
        if not open_.down:
            self._end(open_, at, by)

    def _end(self, open_: _Outage, at: float, by: str) -> None:
        del self._open[open_.address]
        open_.waiting = ()
        self._report(open_, over=bool(by))
        ended_by = f"calls are answered again, by {by}" if by else "its connection ended"
        self._store.end(Kind.OUTAGE, open_.address, at, ended_by)
        text = (
            f"the outage of {open_.address} ended after {at - open_.since:.1f} s: "
            f"{_counted(open_.lost, 'call')} lost; {ended_by}"
        )
        self._tables.log(at, "works", text)

    def _report(self, open_: _Outage, *, over: bool = False) -> None:
        if self._is_of_ended_server(open_.address):
            self._store.discard(Kind.OUTAGE, open_.address)  # the cause is a finding of its own
            return
        clients = self._clients_of(open_.parts)
        self._store.begin(
            Kind.OUTAGE,
            open_.address,
            open_.since,
            self._text(open_),
            client=clients[0] if clients else None,
            connection=min(open_.parts),
            place=open_.place or self._place_of(clients),
            affected=client_names.ranges(clients),
            count=max(1, open_.lost),
            detail=open_.detail(over=over),
        )

    def _is_of_ended_server(self, address: str) -> bool:
        """Whether an embedded server had an address, and has ended."""
        rows = (self._tables.get("embedded", key) for key in self._tables.keys("embedded"))
        return any(row.address == address and row.state != RUNNING for row in rows if row)

    def _text(self, open_: _Outage) -> str:
        if not open_.lost:
            return f"the channel to {open_.address} cannot connect; {_waiting(open_.waiting)}"
        parts = open_.parts.values()
        methods = sorted(set().union(*(part.methods for part in parts)))
        threads = sorted(set().union(*(part.threads for part in parts)))
        return (
            f"{_counted(open_.lost, 'call')} to {open_.address} failed ({_listed(methods)}) in "
            f"{_listed(threads)}, the first at {open_.site}, the last with {open_.error}"
        )

    def _clients_of(self, parts: Dict[int, _Part]) -> List[int]:
        groups = self._clients.groups()
        return sorted(key for group in groups if group.connection in parts for key in group.ids())

    def _place_of(self, clients: List[int]) -> int:
        record = self._clients.record(clients[0]) if clients else None
        return record.row.place if record is not None else 0


def _waiting(calls: Tuple[RunningCall, ...]) -> str:
    if not calls:
        return "no call was lost"
    method, _, tries, thread = calls[0]
    often = f", try {tries}" if tries else ""
    return f"{_counted(len(calls), 'call')} repeated, the longest: {method}() in {thread}{often}"


def _listed(names: List[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _counts(outage: "Outage", row: Optional[Connection]) -> bool:
    """Whether some lost calls are an outage: a short timeout= may pass while the server works."""
    if not outage.timeouts_only or outage.lost >= TIMEOUTS:
        return True
    return row is not None and row.state == CANNOT_CONNECT
