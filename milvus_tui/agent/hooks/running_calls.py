"""Finds the calls that run on a connection now, in other threads."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, Dict, List, Optional, Tuple

from milvus_tui.agent.hooks import call_sites, notes

MOST_THREADS = 200
"""Threads that are looked at."""

MOST_FRAMES = 40
"""Frames of a thread that are looked at."""

_HANDLER_FILE = os.path.join("client", "grpc_handler.py")


def calls_of(handler: Any) -> Tuple[notes.RunningCall, ...]:
    """Return the calls that run on a connection now. Takes microseconds for each thread."""
    own = threading.get_ident()
    # `threading.enumerate()` would take a lock of the program's.
    threads: Dict[int, Any] = getattr(threading, "_active", {})
    found: List[notes.RunningCall] = []
    for ident, frame in list(sys._current_frames().items())[:MOST_THREADS]:
        if ident != own and _runs_on(frame, handler):
            name = str(getattr(threads.get(ident), "name", "?"))
            found.append(notes.RunningCall(name, call_sites.stack_of(frame)))
    return tuple(found)


def _runs_on(frame: Optional[Any], handler: Any) -> bool:
    for _ in range(MOST_FRAMES):
        if frame is None:
            return False
        # Only pymilvus's own frames are read: reading copies a frame's variables.
        of_handler = frame.f_code.co_filename.endswith(_HANDLER_FILE)
        if of_handler and frame.f_locals.get("self") is handler:
            return True
        frame = frame.f_back
    return False
