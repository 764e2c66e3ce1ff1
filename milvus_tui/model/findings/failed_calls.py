"""Failed calls: what the dashboard says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import NOTE, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """Which call failed, with which exception, and how often."""
    return f"{group.row.text.partition(' in ')[0]}{group.times}"


EXPLANATION = Explanation(
    Kind.FAILED_CALLS,
    NOTE,
    "pymilvus raised for a call that no server refused.",
    "The call was not sent, or its answer could not be read. The connection works.",
    "Correct the arguments of the call: the exception names the wrong one.",
    "It does not end: it says what happened.",
    variants={
        "timeout": Variant(
            seen="Its timeout= passed before the server answered.",
            why="The server answers other calls: these take longer than the time they are given. "
            "The server may still have done what was asked.",
            general="Give the call a longer timeout=, or see why the server needs so long for it.",
        ),
    },
    title=title,
)
