"""Keeps exceptions of the agent's own code away from the program, and reports them to viewers."""

from __future__ import annotations

import contextlib
from typing import Any, Callable, List

from milvus_tui.agent import clocks
from milvus_tui.agent.state.tables import Tables

MOST_FAULTS = 20
"""Most exceptions that are kept and reported. Further ones add no information."""


MISSED = "what the agent missed by a defect of its own"
"""What is not judged after an exception of the agent's own code."""


class FaultLog:
    """The exceptions of one agent's own code.

    Args:
        tables: where events go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.texts: List[str] = []
        """Class and place of each exception, for debugging the agent."""

    def guard(self, action: Callable[..., None], *args: Any) -> None:
        """Call something, and report its exception instead of raising the exception."""
        try:
            action(*args)
        except Exception as error:
            self.report(error)

    def report(self, error: BaseException) -> None:
        """Keep an exception, and log it as an event."""
        if len(self.texts) >= MOST_FAULTS:
            return
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else "?"
        # Without the exception's message, which may contain secrets of the program.
        self.texts.append(f"{type(error).__name__} in {where}")
        text = f"a defect of milvus-tui's agent, which may have missed something: {self.texts[-1]}"
        with contextlib.suppress(Exception):
            self._tables.log(clocks.wall(), "error", text)
            self._tables.cannot_judge(MISSED)
