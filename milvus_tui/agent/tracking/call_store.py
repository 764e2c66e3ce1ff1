"""Stores what the program's calls came to: rows, events, and the findings about calls."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any, Dict, Optional, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.findings.detectors import Detectors
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_observer import CallObserver, Running
from milvus_tui.agent.hooks.call_tally import CallsChanged, CallTally, total
from milvus_tui.agent.hooks.call_tries import tries_in, tries_of
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.site_store import SiteStore
from milvus_tui.agent.state.tables import Tables

SHOWN_AFTER = 0.5
"""Seconds after which a call that has not returned is shown."""

MOST_SHOWN = 5
"""Most running calls that are shown of one connection."""

RunningRow = Tuple[str, float, int, str]


class CallStore:
    """Reads the tallies of the call observer. Used by the agent's own thread only.

    Args:
        observer: has the tallies and the running calls.
        connections: has the rows of connections.
        detectors: get the failed calls.
        sites: the call sites.
        tables: where events go.
    """

    def __init__(
        self,
        observer: CallObserver,
        connections: ConnectionStore,
        detectors: Detectors,
        sites: SiteStore,
        tables: Tables,
    ) -> None:
        self._observer = observer
        self._connections = connections
        self._detectors = detectors
        self._sites = sites
        self._tables = tables

    def changed(self, note: CallsChanged) -> None:
        """Process the news that a connection's calls fail, or work again."""
        self._read(note.tally, (), clocks.wall())

    def reconnected(self, note: notes.Reconnected) -> None:
        """Process a new channel of a connection object."""
        by = f"pymilvus, in {note.retried}()" if note.retried else "reconnect()"
        site, row = self._sites.text(note.caller.stack), self._connections.row(note.connection)
        address = row.address if row is not None else "its server"
        text = f"{by} by {site} gave a connection to {address} a new channel"
        self._tables.log(note.caller.at, "reconnected", text)
        self._detectors.outage.reconnected(note.connection, by)

    def read(self, now: float) -> None:
        """Read all tallies, and the calls that have not returned."""
        running = self._running(now)
        for tally in self._observer.tallies():
            self._read(tally, running.get(tally.number, ()), now)
        self._detectors.all_calls_read(now)

    def _read(self, tally: CallTally, running: Tuple[RunningRow, ...], now: float) -> None:
        fields: Dict[str, Any] = {}
        last, succeeded = tally.last_failure, total(tally.succeeded)
        if last is not None:
            fields = {
                "last_failure": last.caller.at,
                "failed_method": last.method,
                "failed_kind": last.failure.kind,
                "failed_code": last.failure.code,
                "failed_text": last.failure.text,
            }
        if succeeded:
            fields["last_success"] = tally.last_success_at
        self._connections.note_calls(
            tally.number,
            succeeded=succeeded,
            failed=total(tally.failures),
            failing_since=tally.failing_since,
            running=running,
            **fields,
        )
        self._detectors.calls_read(tally, self._connections.row(tally.number), now)

    def _running(self, now: float) -> Dict[int, Tuple[RunningRow, ...]]:
        """Return the calls that have not returned for a while, by connection."""
        clock = clocks.monotonic()
        calls = self._observer.running_calls()
        slow = [call for call in calls if call.tally and clock - call.began >= SHOWN_AFTER]
        if not slow:
            return {}
        frames = sys._current_frames()
        names = _thread_names()
        found: Dict[int, Tuple[RunningRow, ...]] = {}
        for call in sorted(slow, key=lambda call: call.began):
            number = call.tally.number if call.tally is not None else 0
            shown = found.get(number, ())
            if len(shown) < MOST_SHOWN:
                tries = _tries(call, frames.get(call.thread))
                began, name = now - (clock - call.began), names.get(call.thread, "")
                found[number] = (*shown, (call.method, began, tries, name))
        del frames
        return found


def _tries(call: Running, frame: Optional[FrameType]) -> int:
    if call.coroutine is not None:
        return tries_of(call.coroutine())
    return tries_in(frame)


def _thread_names() -> Dict[int, str]:
    """Return the names of the program's threads, without the lock that `enumerate()` takes."""
    active: Dict[int, threading.Thread] = getattr(threading, "_active", {})
    return {number: thread.name for number, thread in list(active.items())}
