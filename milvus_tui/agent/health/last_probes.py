"""Ends the probes before Python ends the threads of executors, at the program's end.

Milvus Lite 3 serves calls in threads of an executor of the program. A call that arrives while
Python ends these threads breaks that server, and the program then waits for the threads for ever.
"""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import suppress
from typing import Any

from milvus_tui.agent.health.probes import Prober

SECONDS = 1.0
"""Most seconds that the program's end waits for the probes that run."""

_probers: "weakref.WeakKeyDictionary[Prober, int]" = weakref.WeakKeyDictionary()
"""With the process that each belongs to."""

_registered = False


def end_in_time(prober: Prober) -> None:
    """End a prober at the program's end. Does nothing before Python 3.9."""
    global _registered
    register: Any = getattr(threading, "_register_atexit", None)
    _probers[prober] = os.getpid()
    if not _registered and register is not None:
        _registered = True
        with suppress(RuntimeError):  # the program is ending already
            # What is registered last is called first.
            import concurrent.futures.thread  # noqa: F401

            register(_end_all)


def _end_all() -> None:
    with suppress(Exception):
        for prober, process in list(_probers.items()):
            if process == os.getpid():  # a fork has no thread of its parent
                prober.stop()
                prober.wait_until_idle(SECONDS)
