"""Probes: one `list_collections` for each distinct (connection, database), concurrently.

A client's `list_collections` is its connection's `list_collections` with its database, so
one call speaks for all clients that share both. The call goes round pymilvus's retry and
recovery and always has a deadline.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent.registries.resolution import error_text
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import FAILS, TIMED_OUT, WORKS

THREADS_PER_ADDRESS = 8
"""Most probes under way to one server: a server that hangs holds these threads, no others."""

IDLE_SECONDS = 30.0
"""After which a probe thread that has nothing to do ends."""

Key = Tuple[int, str]
"""A connection's id and a database."""


class Outcome(NamedTuple):
    """What a call of `list_collections` gave."""

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
    """Make a call and say what came of it. Never raises."""
    begin = time.perf_counter()
    try:
        names = call()
    except Exception as error:
        latency = (time.perf_counter() - begin) * 1000
        return Outcome(
            _state(error), type(error).__name__, error_text(error), latency, -1, time.time()
        )
    latency = (time.perf_counter() - begin) * 1000
    return Outcome(WORKS, "", "", latency, len(names), time.time())


def _state(error: BaseException) -> str:
    """A deadline that passed is told apart from every other failure."""
    code = getattr(error, "code", None)
    value = code() if callable(code) else code
    return TIMED_OUT if getattr(value, "name", "") == "DEADLINE_EXCEEDED" else FAILS


class Prober:
    """Makes probes in threads that grow with what is under way, and hands on the outcomes.

    Args:
        done: called in a probe's thread with the key and the outcome.
    """

    def __init__(self, done: Callable[[Key, Outcome], None]) -> None:
        self._done = done
        self._lock = threading.Lock()
        self._under_way: Set[Key] = set()
        self._waiting: "Dict[str, queue.SimpleQueue[Optional[Probe]]]" = {}
        self._threads: Dict[str, int] = {}
        self._idle: Dict[str, int] = {}
        self._stopped = False
        self.calls = 0
        """Probes made so far."""

    def submit(self, probe: Probe) -> None:
        """Make a probe soon, unless the last one with its key has not ended yet."""
        with self._lock:
            if probe.key in self._under_way or self._stopped:
                return
            self._under_way.add(probe.key)
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
        """Let the threads end; one whose call is under way ends after its deadline."""
        with self._lock:
            self._stopped = True
            for address, count in self._threads.items():
                for _ in range(count):
                    self._waiting[address].put(None)

    def _run(self, address: str, waiting: "queue.SimpleQueue[Optional[Probe]]") -> None:
        while True:
            probe = self._next(address, waiting)
            if probe is None:
                return
            outcome = outcome_of(probe.call)
            with self._lock:
                self._under_way.discard(probe.key)
            self._done(probe.key, outcome)
            del probe  # holds the connection

    def _next(self, address: str, waiting: "queue.SimpleQueue[Optional[Probe]]") -> Optional[Probe]:
        """The next probe, or None when this thread is to end (and is no longer counted)."""
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
                    # A probe may have come between the time running out and the lock.
                    probe = waiting.get_nowait()
                except queue.Empty:
                    probe = None
            if probe is None:
                self._threads[address] -= 1
        return probe
