"""Blocked event loop: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import BLOCKED, WARNING, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.findings.titles import FindingGroup

SEVERAL = 3
"""Calls of one place that are a warning, however short each of them is."""

LONG_MILLISECONDS = 1_000.0
"""A call that is a warning even if it is the only one."""


def longest(row: wire.Finding) -> float:
    """The milliseconds of the longest call."""
    return float(row.detail) if row.detail.isdecimal() else 0.0


def is_minor(row: wire.Finding) -> bool:
    """Whether it happened rarely and was short, as of a client that is made at the start."""
    return row.count < SEVERAL and longest(row) < LONG_MILLISECONDS


def title(group: FindingGroup) -> str:
    """How often, and for how long."""
    held = text.latency(longest(group.row))
    if group.count == 1:
        return f"A plain call held up an event loop for {held}"
    return f"{group.count:,} plain calls held up an event loop, for up to {held}"


EXPLANATION = Explanation(
    Kind.BLOCKED_EVENT_LOOP,
    WARNING,
    "A plain call, or a constructor, of pymilvus ran in a thread whose event loop was running, and "
    "took long.",
    "While the call waits for the server, the loop runs nothing else: no other request is served, "
    "no timeout fires, no heartbeat is sent.",
    "Use AsyncMilvusClient in coroutines, or give the call to a thread: "
    "await asyncio.to_thread(client.search, …). Create a MilvusClient before the loop runs, or in "
    "a thread, with a timeout=.",
    "It always holds: it happened.",
    counts=BLOCKED,
    title=title,
)
