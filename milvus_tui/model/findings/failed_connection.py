"""Failed connection: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.attempts import cause_words
from milvus_tui.model.findings.connect_advice import CAUSES
from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """What failed, how often, and why."""
    why = cause_words(group.row.detail)
    often = f" {group.count:,} times" if group.count > 1 else ""
    target = f" to {group.row.name}" if group.row.name else ""
    return f"Connecting{target} failed{often}" + (f": {why}" if why else "")


EXPLANATION = Explanation(
    Kind.FAILED_CONNECTION,
    ERROR,
    "A constructor, connect() or first async call failed.",
    "What needs this connection cannot work, even if the program catches the exception and goes "
    "on. It is a note if a later attempt, from the same place or to the same server, succeeds.",
    "Look at the exception, and at what gRPC said.",
    "A later attempt succeeds.",
    variants=CAUSES,
    title=title,
)
