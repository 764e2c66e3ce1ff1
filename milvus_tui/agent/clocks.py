"""The agent's clocks: those of the operating system, whatever the program makes of `time`.

Tests with freezegun or time-machine let `time.time()` stand still or jump. freezegun replaces
functions in all modules that have them, this one included, and time-machine changes the functions
themselves. So the functions here are those of a copy of the module `time`, and the time of day is
counted from the moment when the agent is loaded.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any, Callable


def _copy_of_time() -> Any:
    """Return a copy of the module `time`; the module itself where Python makes no copy."""
    try:
        spec: Any = importlib.util.find_spec("time")
        copy = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(copy)
    except Exception:
        return importlib.import_module("time")
    return copy


def _time_of_day(time: Any) -> Callable[[], float]:
    """Return a clock that goes on while the machine sleeps, and that nothing sets."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # CLOCK_MONOTONIC of Linux sleeps, too
    read = time.monotonic if boot is None else lambda: time.clock_gettime(boot)
    offset = time.time() - read()
    return lambda: offset + read()


_time = _copy_of_time()

monotonic: Callable[[], float] = _time.monotonic
"""Seconds since some moment; costs what `time.monotonic()` costs."""

wall: Callable[[], float] = _time_of_day(_time)
"""Seconds since the epoch."""
