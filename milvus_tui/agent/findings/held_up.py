"""Calls that wait for the lock under which the manager connects (2.6.10 and later)."""

from __future__ import annotations

import sys
import time
from types import FrameType
from typing import Any, Dict, Iterable, Optional

from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.hooks import call_sites, requested
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.wire import Kind

HELD_SECONDS = 1.0

_MODULE = "connection_manager.py"
_TAKES_LOCK = ("get_or_create", "release", "handle_error", "close_all", "_recover")


class HeldUp:
    """Looks where the threads are whose constructors or closes take long.

    A thread that waits for the lock is in the manager's own code; the one that holds it is
    deeper, in the code that connects.
    """

    def __init__(self, register: FindingStore, places: call_sites.CallSites) -> None:
        self._register = register
        self._sites = places

    def scan(self, calls: Iterable[Call], now: float) -> None:
        """Which of the calls under way are held up, and which no longer are."""
        slow = [call for call in calls if time.monotonic() - call.started >= HELD_SECONDS]
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
                self._tell(call, stack, holder, now)
        self._finish({call.number for call in waiting}, now)

    def _tell(self, call: Call, stack: call_sites.Stack, holder: Call, now: float) -> None:
        seconds = time.monotonic() - call.started
        to = _address(holder)
        text = (
            f"a {_name(call)} by {self._sites.text(stack)} has waited for {seconds:.0f} s, "
            "since another thread connects" + (f" to {to}" if to else "") + " under the one lock"
        )
        self._register.begin(
            Kind.HELD_UP,
            call.number,
            now - seconds,
            text,
            place=self._sites.id_of(stack),
            detail=str(round(seconds * 1000)),
        )

    def _finish(self, waiting: "set[int]", now: float) -> None:
        for of in self._register.open(Kind.HELD_UP):
            if of not in waiting:
                self._register.end(Kind.HELD_UP, of, now, "the lock was let go")


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
