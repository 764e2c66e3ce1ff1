"""The agent's own threads: daemons, whose names show in a stack dump that they are the agent's."""

from __future__ import annotations

import contextlib
import os
from typing import Any, Callable, Set

from milvus_tui.agent.real_modules import threading

PREFIX = "milvus-tui-"

_running: Set[int] = set()
"""The threads of the agent, by number. A forked child has none of them."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_running.clear)

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
    number = threading.get_ident()
    _running.add(number)
    with contextlib.suppress(Exception):
        target(*args)
    _running.discard(number)


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
    return threading.get_ident() in _running
