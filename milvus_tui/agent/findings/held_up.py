"""Held up: a constructor or close() waits for the lock under which another client connects.

The connection manager of pymilvus 2.6.10 and later holds one lock while it connects.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any, Dict, Iterable, Optional, Set

from milvus_tui.agent import clocks
from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.agent.hooks import call_sites, requested
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.wire import Kind

HELD_SECONDS = 1.0
"""A call that has run for less is not looked at."""

_MODULE = "connection_manager.py"
_TAKES_LOCK = ("get_or_create", "release", "handle_error", "close_all", "_recover")


class HeldUpDetector(Detector):
    """Reads the stacks of the threads whose constructor or close() takes long.

    The innermost frame of a thread that waits for the lock is in the manager's own code; the
    thread that holds the lock is deeper, in the code that connects.
    """

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report the calls that wait for the lock, and end the findings of all others."""
        slow = [call for call in calls if clocks.monotonic() - call.started >= HELD_SECONDS]
        frames = sys._current_frames() if len(slow) > 1 else {}
        waiting: Dict[Call, call_sites.Stack] = {}
        holder: Optional[Call] = None
        for call in slow:
            frame = frames.get(call.thread)
            if frame is None or not _in_manager(frame):
                continue
            if _waits(frame):
                waiting[call] = call_sites.stack_of(frame)
            else:
                holder = call
        del frames
        if holder is not None:
            for call, stack in waiting.items():
                self._report(call, stack, holder, now)
        self._end_others({call.number for call in waiting}, now)

    def _report(self, call: Call, stack: call_sites.Stack, holder: Call, now: float) -> None:
        seconds = clocks.monotonic() - call.started
        address = _address(holder)
        text = (
            f"a {_name(call)} by {self._sites.text(stack)} has waited for {seconds:.0f} s: "
            "another thread connects"
            + (f" to {address}" if address else "")
            + " under the one lock"
        )
        self._store.begin(
            Kind.HELD_UP,
            call.number,
            now - seconds,
            text,
            place=self._sites.id_of(stack),
            detail=str(round(seconds * 1000)),
        )

    def _end_others(self, waiting: Set[int], now: float) -> None:
        for number in self._store.open_keys(Kind.HELD_UP):
            if number not in waiting:
                self._store.end(Kind.HELD_UP, number, now, "the lock was released")


def _in_manager(frame: FrameType) -> bool:
    found: Optional[FrameType] = frame
    while found is not None:
        if found.f_code.co_filename.endswith(_MODULE):
            return True
        found = found.f_back
    return False


def _waits(frame: FrameType) -> bool:
    """Whether the innermost frame is the manager's own, at the lock."""
    code = frame.f_code
    return code.co_filename.endswith(_MODULE) and code.co_name in _TAKES_LOCK


def _name(call: Call) -> str:
    return "constructor" if call.method == "__init__" else f"{call.method}()"


def _address(call: Call) -> str:
    given: Any = call.arguments
    return requested.read(*given).address if given is not None else ""
