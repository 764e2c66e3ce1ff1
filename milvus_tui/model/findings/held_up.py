"""Held up: what the dashboard says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import WARNING, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """For how long the last call waited."""
    waited = re.match(r"[0-9]+(\.[0-9]+)?", group.row.detail)
    for_ = f" {text.latency(float(waited.group()))}" if waited else ""
    if group.size > 1:
        return f"{group.size:,} calls waited for another client to connect, the last{for_}"
    return f"A call waited{for_} for another client to connect"


EXPLANATION = Explanation(
    Kind.HELD_UP,
    WARNING,
    "A constructor or close() waited for the lock under which another client connects.",
    "While one client connects or recovers, the constructor and the close() of every other client "
    "in the process wait, those of healthy servers too.",
    "Give each client a timeout=, and create clients before the threads that need them start.",
    "The call has the lock.",
    {
        "F": "In this release one lock is held for as long as a client connects. Give each client "
        "a timeout= (2.6.10 to 2.6.12 wait for ever without one), and create clients before the "
        "threads that need them start.",
    },
    title=title,
)
