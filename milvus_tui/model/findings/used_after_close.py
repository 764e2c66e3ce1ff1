"""Used after close: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.advice_parts import AFTER_CLOSE
from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client, and how often."""
    was = group.verb("was", "were")
    return f"{group.subject} {was} used after close() and failed{group.times}"


EXPLANATION = Explanation(
    Kind.USED_AFTER_CLOSE,
    ERROR,
    "A closed client was used, and failed.",
    "The call did not reach the server. Its error says neither that the client was closed nor "
    "where.",
    AFTER_CLOSE.strip(),
    "The client is collected.",
    {
        "ABCDE": f"{AFTER_CLOSE}The error is ConnectionNotExistException, “should create "
        "connection first.”",
        "F": f"{AFTER_CLOSE}The error is a MilvusException, “should create connection first” (in "
        "2.6.10 an AttributeError on None).",
    },
    title=title,
)
