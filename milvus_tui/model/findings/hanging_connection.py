"""Hanging connection: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.attempts import cause_words
from milvus_tui.model.findings.connect_advice import WAITS, hanging
from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """What hangs, and why."""
    why = cause_words(group.row.detail)
    target = f" to {group.row.name}" if group.row.name else ""
    calls = f" of {group.count:,} calls" if group.count > 1 else ""
    return f"Connecting{target}{calls} does not end" + (f": {why}" if why else "")


EXPLANATION = Explanation(
    Kind.HANGING_CONNECTION,
    ERROR,
    "A constructor, connect() or first async call has not returned for 3 s, or was given up.",
    "The thread, or the task, waits. An async client connects at its first call, and the timeout= "
    "of a call does not limit that.",
    "Give the client a timeout=, and see that the address is right and the server is up. Put a "
    "first async call into asyncio.wait_for().",
    "It returns.",
    {
        those: f"See that the address is right and the server is up. {waits}"
        for those, waits in WAITS.items()
    },
    variants=hanging(),
    title=title,
)
