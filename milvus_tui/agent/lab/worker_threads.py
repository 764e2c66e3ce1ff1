"""Worker threads: each calls `list_collections` of one client at an interval.

Unlike a probe, a worker thread calls the client itself, with pymilvus's retry and recovery. So
its row shows what a thread of a program would get.
"""

from __future__ import annotations

import functools
import gc
import itertools
import threading
from dataclasses import replace
from typing import Any, Callable, Dict, List, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.health.probes import outcome_of
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import Worker


class WorkerThreads:
    """The lab's worker threads.

    Args:
        tables: the tables for their rows.
        timeout: seconds that a call may take.
        is_kept: whether the lab still keeps a client, by its number.
    """

    def __init__(self, tables: Tables, timeout: float, is_kept: Callable[[int], bool]) -> None:
        self._tables = tables
        self._timeout = timeout
        self._is_kept = is_kept
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._ends: Dict[int, Tuple[int, threading.Event]] = {}

    def start(self, client: Any, number: int, count: int, interval: float) -> List[int]:
        """Hand a client to new worker threads. Returns their ids."""
        started = []
        for _ in range(count):
            worker, end = next(self._ids), threading.Event()
            with self._lock:
                self._ends[worker] = (number, end)
            name = f"worker-{worker}"
            now = clocks.wall()
            row = Worker(worker, number, name, "", "", "", 0.0, -1, now, now, 0)
            self._tables.put("workers", row)
            # In a list that the thread empties: a thread's arguments live as long as the thread.
            start_thread(self._run, name, row, [client], end, interval)
            started.append(worker)
        return started

    def stop(self, worker: Optional[int] = None, client: Optional[int] = None) -> List[int]:
        """Stop one worker thread, all of a client, or all. Returns the ids of the stopped ones."""
        with self._lock:
            chosen = [
                number
                for number, (held, _) in self._ends.items()
                if worker in (None, number) and client in (None, held)
            ]
            ends = [self._ends.pop(number)[1] for number in chosen]
        for end in ends:
            end.set()
        return chosen

    def of(self, client: int) -> List[int]:
        """The ids of the worker threads that hold a client."""
        with self._lock:
            return [number for number, (held, _) in self._ends.items() if held == client]

    def _run(self, row: Worker, handed: List[Any], end: threading.Event, interval: float) -> None:
        client = handed.pop()
        call = functools.partial(client.list_collections, timeout=self._timeout)
        while not end.is_set():
            outcome = outcome_of(call)
            same = (row.state, row.error_class) == (outcome.state, outcome.error_class)
            since = row.since if same else outcome.at
            row = replace(row, since=since, calls=row.calls + 1, **outcome._asdict())
            if not end.is_set():
                self._tables.put("workers", row)
            end.wait(interval)
        self._tables.drop("workers", row.id)
        del call, client
        if not self._is_kept(row.client):
            gc.collect()  # a failed call leaves its client in a cycle of tracebacks
