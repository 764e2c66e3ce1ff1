"""Observes plain calls that hold up an event loop: the loop runs nothing else until they return."""

from __future__ import annotations

import sys
from typing import Any

from milvus_tui.agent import threads
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.client_observer import current_caller, running_loop
from milvus_tui.agent.hooks.method_hooks import MethodHooks

NOTEBOOK = "ipykernel"
"""A notebook's kernel runs every cell in its loop, plain calls as well: that is its normal use."""


class LoopBlockObserver:
    """Notes the slow plain calls of threads whose event loop runs and has other tasks.

    Args:
        hooks: know the constructors and other hooked calls that run.
        inbox: gets `notes.LoopBlocked`.
    """

    def __init__(self, hooks: MethodHooks, inbox: notes.Inbox) -> None:
        self._hooks = hooks
        self._inbox = inbox

    def slow_call(self, method: str, seconds: float) -> None:
        """Take a slow call of a connection. One within a constructor counts as the constructor."""
        if not self._hooks.running_here():
            self.slow(f"{method}()", seconds)

    def slow(self, call: str, seconds: float) -> None:
        """Note a call that took long, if it held up other tasks. Called in the program's thread.

        Args:
            call: such as `MilvusClient()` or `search()`.
            seconds: how long it took.
        """
        loop = running_loop()
        if loop is None or NOTEBOOK in sys.modules or threads.in_agent_thread():
            return
        asyncio: Any = sys.modules["asyncio"]
        others = len(asyncio.all_tasks(loop)) - 1
        if others > 0:
            self._inbox(notes.LoopBlocked(call, seconds, others, current_caller()))
