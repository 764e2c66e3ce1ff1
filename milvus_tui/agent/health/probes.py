"""Probes: one `list_collections` for each distinct (connection, database), concurrently.

A client's `list_collections` is its connection's `list_collections` with its database, so
one call holds for all clients that share both. The call bypasses pymilvus's retry and recovery,
and always has a deadline.
"""

from __future__ import annotations

import time
from typing import Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.real_modules import queue, threading
from milvus_tui.agent.registries.resolution import error_text
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import FAILS, TIMED_OUT, WORKS

THREADS_PER_ADDRESS = 8
"""Most concurrent probes of one server: a server that hangs blocks only these threads."""

IDLE_SECONDS = 30.0
"""Seconds without a probe after which a probe thread ends."""

Key = Tuple[int, str]
"""A connection's id and a database."""


class Outcome(NamedTuple):
    """The result of a call of `list_collections`."""

    state: str
    error_class: str
    error: str
    latency: float
    """Milliseconds."""
    collections: int
    at: float


class Probe(NamedTuple):
    """A call to make."""

    key: Key
    address: str
    call: Callable[[], List[str]]


def outcome_of(call: Callable[[], List[str]]) -> Outcome:
    """Make a call and return its result. Never raises."""
    begin = clocks.monotonic()
    try:
        names = call()
    except Exception as error:
        latency = (clocks.monotonic() - begin) * 1000
        return Outcome(
            _state(error), type(error).__name__, error_text(error), latency, -1, clocks.wall()
        )
    latency = (clocks.monotonic() - begin) * 1000
    return Outcome(WORKS, "", "", latency, len(names), clocks.wall())


def _state(error: BaseException) -> str:
    """`TIMED_OUT` for a deadline that passed, `FAILS` for every other error."""
    code = getattr(error, "code", None)
    value = code() if callable(code) else code
    return TIMED_OUT if getattr(value, "name", "") == "DEADLINE_EXCEEDED" else FAILS


class Prober:
    """Makes probes in threads, as many as there are concurrent probes, and passes on the outcomes.

    Args:
        on_outcome: called in a probe's thread with the key and the outcome.
    """

    def __init__(self, on_outcome: Callable[[Key, Outcome], None]) -> None:
        self._on_outcome = on_outcome
        self._lock = threading.Lock()
        self._pending_keys: Set[Key] = set()
        self._waiting: "Dict[str, queue.SimpleQueue[Optional[Probe]]]" = {}
        self._threads: Dict[str, int] = {}
        self._idle: Dict[str, int] = {}
        self._stopped = False
        self._calling = 0
        """Probes that have not returned."""
        self.calls = 0
        """Probes so far."""

    def submit(self, probe: Probe) -> None:
        """Queue a probe, unless an earlier probe with its key has not ended yet."""
        with self._lock:
            if probe.key in self._pending_keys or self._stopped:
                return
            self._pending_keys.add(probe.key)
            self.calls += 1
            address = probe.address
            waiting = self._waiting.setdefault(address, queue.SimpleQueue())
            waiting.put(probe)
            count = self._threads.get(address, 0)
            spare = self._idle.get(address, 0) - waiting.qsize()
            grow = spare < 0 and count < THREADS_PER_ADDRESS
            if grow:
                self._threads[address] = count + 1
        if grow:
            start_thread(self._run, "probe", address, waiting)

    def stop(self) -> None:
        """Let the threads end. A thread with a call in progress ends after the call's deadline."""
        with self._lock:
            self._stopped = True
            for address, count in self._threads.items():
                for _ in range(count):
                    self._waiting[address].put(None)

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until no probe runs, for so many seconds at most; return whether none does."""
        end = clocks.monotonic() + seconds
        while self._calling and clocks.monotonic() < end:
            time.sleep(0.002)
        return not self._calling

    def _run(self, address: str, waiting: "queue.SimpleQueue[Optional[Probe]]") -> None:
        while True:
            probe = self._next(address, waiting)
            if probe is None:
                return
            with self._lock:
                if self._stopped:
                    return
                self._calling += 1
            outcome = outcome_of(probe.call)
            with self._lock:
                self._calling -= 1
                self._pending_keys.discard(probe.key)
            self._on_outcome(probe.key, outcome)
            del probe  # it refers to the connection

    def _next(self, address: str, waiting: "queue.SimpleQueue[Optional[Probe]]") -> Optional[Probe]:
        """The next probe, or None if this thread is to end; then it is no longer counted."""
        with self._lock:
            self._idle[address] = self._idle.get(address, 0) + 1
        try:
            probe = waiting.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            probe = None
        with self._lock:
            self._idle[address] -= 1
            if probe is None:
                try:
                    # A probe may have been queued between the timeout and the lock.
                    probe = waiting.get_nowait()
                except queue.Empty:
                    probe = None
            if probe is None:
                self._threads[address] -= 1
        return probe
