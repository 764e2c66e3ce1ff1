"""The calls of one connection as their callers saw them: counted in the program's threads.

Several threads may count at once and none waits: each writes only its own entry of a dict.
"""

from __future__ import annotations

import weakref
from collections import deque
from typing import Any, Deque, Dict, NamedTuple, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.hooks.call_failures import Failure
from milvus_tui.agent.hooks.notes import Caller
from milvus_tui.wire import FailureKind

MOST_KINDS = 50
"""Most kinds of failed calls that are counted for one connection."""

MOST_OUTAGES = 20
"""Most outages of a connection that wait for the agent's thread."""

MOST_THREADS = 500
"""Most threads that are counted apart."""

OTHERS = 0
"""The number under which all further threads are counted."""

Counts = Dict[int, int]
"""How many, by the number of the thread."""


def count_in(counts: Counts, thread: int) -> None:
    """Count one more in a thread. Each thread changes only its own number."""
    if thread not in counts and len(counts) >= MOST_THREADS:
        thread = OTHERS
    counts[thread] = counts.get(thread, 0) + 1


def total(counts: Counts) -> int:
    """Return how many were counted in all threads."""
    return sum(list(counts.values()))


class FailedCalls:
    """The failed calls of one method with one code, of one connection."""

    __slots__ = ("counts", "failure", "first", "last_at", "method")

    def __init__(self, method: str, failure: Failure, caller: Caller) -> None:
        self.method = method
        self.failure = failure
        self.first = caller
        self.last_at = caller.at
        self.counts: Counts = {}

    @property
    def count(self) -> int:
        """How many there were."""
        return total(self.counts)


class Outage:
    """A row of calls that no server answered: from the first until a call is answered."""

    __slots__ = (
        "closed", "counts", "failure", "first", "methods", "since", "threads", "timeouts_only",
        "until",
    )  # fmt: skip

    def __init__(self, first: Caller, seconds: float) -> None:
        self.first = first
        self.since = first.at - seconds
        """When the first of these calls began."""
        self.until: Optional[float] = None
        """When a call was answered again; None as long as none was."""
        self.counts: Counts = {}
        self.methods: Dict[str, None] = {}
        self.threads: Dict[str, None] = {}
        self.closed = False
        """Whether the channel was closed meanwhile, so that no call can succeed any more."""
        self.failure: Optional[Failure] = None
        """How the last of these calls failed."""
        self.timeouts_only = True
        """Whether each call reached its deadline, and none was told that no server is there."""

    @property
    def lost(self) -> int:
        """How many calls failed."""
        return total(self.counts)


class LastFailure(NamedTuple):
    """The last call that failed."""

    method: str
    failure: Failure
    caller: Caller
    seconds: float
    """How long the call took."""


class CallTally:
    """What became of the calls of one connection object.

    Args:
        ref: the connection object.
        number: its number, as in `ConnectionInfo`.
        address: where it is connected to.
    """

    __slots__ = (
        "address", "failed", "failing_since", "failures", "had_outage", "in_a_row", "last_failure",
        "last_success", "noted", "number", "outage", "outages", "ref", "succeeded",
    )  # fmt: skip

    def __init__(self, ref: "weakref.ref[Any]", number: int, address: str) -> None:
        self.ref = ref
        self.number = number
        self.address = address
        self.succeeded: Counts = {}
        self.last_success: Optional[float] = None
        """`clocks.monotonic()` at the end of the last call that returned."""
        self.noted = 0.0
        """`clocks.monotonic()` of the last note about this connection."""
        self.failures: Counts = {}
        """How many calls failed, of any kind."""
        self.failed: Dict[Tuple[str, str], FailedCalls] = {}
        """By method and code."""
        self.last_failure: Optional[LastFailure] = None
        self.failing_since: Optional[float] = None
        """When the first call failed after the last that succeeded; None if the last succeeded."""
        self.in_a_row: Counts = {}
        """How many calls failed after the last that succeeded."""
        self.outage: Optional[Outage] = None
        self.had_outage = False
        """Whether an outage of the connection was reported: set by the agent's thread."""
        self.outages: Deque[Outage] = deque(maxlen=MOST_OUTAGES)
        """The outages that are over and that the agent's thread has not taken yet."""

    @property
    def last_success_at(self) -> Optional[float]:
        """When a call last returned, in seconds since the epoch."""
        last = self.last_success
        return None if last is None else clocks.wall() - (clocks.monotonic() - last)

    def success(self, thread: int) -> bool:
        """Count a call that returned; return whether the calls before it failed."""
        self.succeeded[thread] = self.succeeded.get(thread, 0) + 1
        self.last_success = clocks.monotonic()
        if self.failing_since is None:
            return False
        self.failing_since, self.in_a_row = None, {}
        self._end_outage(clocks.wall())
        return True

    def failure(
        self, thread: int, method: str, failure: Failure, caller: Caller, seconds: float
    ) -> bool:
        """Count a call that raised; return whether something new is to be told."""
        is_first = self.failing_since is None
        if is_first:
            self.failing_since = caller.at
        count_in(self.failures, thread)
        count_in(self.in_a_row, thread)
        self._count(thread, method, failure, caller)
        self.last_failure = LastFailure(method, failure, caller, seconds)
        # pymilvus 2.6.10 closes the channel when it tries to recover, and never opens another.
        closed_by_outage = failure.kind == FailureKind.CLOSED and self.outage is not None
        if closed_by_outage or failure.kind in FailureKind.NO_ANSWER:
            return self._lost(thread, method, failure, caller, seconds) or is_first
        if failure.kind == FailureKind.REFUSED:
            self._end_outage(caller.at)  # a server that refuses is there
        return is_first

    def _count(self, thread: int, method: str, failure: Failure, caller: Caller) -> None:
        key = (method, failure.code)
        calls = self.failed.get(key)
        if calls is None:
            if len(self.failed) >= MOST_KINDS:
                return
            calls = self.failed.setdefault(key, FailedCalls(method, failure, caller))
        calls.failure, calls.last_at = failure, caller.at
        count_in(calls.counts, thread)

    def _lost(
        self, thread: int, method: str, failure: Failure, caller: Caller, seconds: float
    ) -> bool:
        outage = self.outage
        is_new = outage is None
        if outage is None:
            outage = self.outage = Outage(caller, seconds)
        count_in(outage.counts, thread)
        if len(outage.methods) < MOST_KINDS:
            outage.methods[method] = None
        if len(outage.threads) < MOST_THREADS:
            outage.threads[caller.thread] = None
        if failure.kind != FailureKind.TIMED_OUT:
            outage.timeouts_only = False
        outage.closed = failure.kind == FailureKind.CLOSED
        outage.failure = failure
        return is_new

    def _end_outage(self, at: float) -> None:
        outage, self.outage = self.outage, None
        if outage is not None:
            outage.until = at
            self.outages.append(outage)


class CallsChanged(NamedTuple):
    """A note: a connection's calls began to fail, or work again, or it was collected."""

    tally: CallTally
