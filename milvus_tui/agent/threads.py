"""The agent's own threads: daemons, whose names show in a stack dump that they are the agent's."""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Callable

PREFIX = "milvus-tui-"

STEP_SECONDS = 0.05
"""Seconds of one step of `wait_in_steps()`."""


def start_thread(target: Callable[..., None], name: str, *args: Any) -> threading.Thread:
    """Start a daemon thread, which never keeps the program from ending."""
    thread = threading.Thread(
        target=_run_quietly, args=(target, *args), name=PREFIX + name, daemon=True
    )
    thread.start()
    return thread


def _run_quietly(target: Callable[..., None], *args: Any) -> None:
    # A defect of the agent ends its own thread only, and prints nothing on standard error.
    with contextlib.suppress(Exception):
        target(*args)


def wait_in_steps(wait: Callable[[float], bool], seconds: float) -> bool:
    """Wait for a condition in short steps, for `seconds` at most; return whether it holds.

    If the machine suspends the whole process for a while, that uses up one step only: the
    thread that is to make the condition true was suspended as well.

    Args:
        wait: waits for the given seconds at most; returns whether the condition holds.
    """
    return any(wait(STEP_SECONDS) for _ in range(max(1, round(seconds / STEP_SECONDS))))


def in_agent_thread() -> bool:
    """Whether the current thread is one of the agent's."""
    return threading.current_thread().name.startswith(PREFIX)
