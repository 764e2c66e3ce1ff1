"""The agent's own threads: daemons, named so that a stack dump tells whose they are."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Callable

PREFIX = "milvus-tui-"

STEP_SECONDS = 0.05
"""Seconds that are waited at a time."""


def start_thread(target: Callable[..., None], name: str, *args: Any) -> threading.Thread:
    """Start a daemon thread. It never keeps the program from ending."""
    thread = threading.Thread(
        target=_quietly, args=(target, *args), name=PREFIX + name, daemon=True
    )
    thread.start()
    return thread


def _quietly(target: Callable[..., None], *args: Any) -> None:
    # A defect of ours ends our own thread, and says nothing on the program's standard error.
    with contextlib.suppress(Exception):
        target(*args)


def wait_in_steps(wait: Callable[[float], bool], seconds: float) -> bool:
    """Wait for something step by step, but no longer than so many seconds; whether it came.

    A machine that lets the whole process stand still for a while uses up one step, not all: who
    was waited for has stood still as well.

    Args:
        wait: waits for the seconds that it is given at the most; says whether it came.
    """
    return any(wait(STEP_SECONDS) for _ in range(max(1, round(seconds / STEP_SECONDS))))


def in_agent_thread() -> bool:
    """Whether the current thread is one of the agent's."""
    return threading.current_thread().name.startswith(PREFIX)
