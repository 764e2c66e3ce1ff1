"""Revived client: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.advice_parts import AFTER_CLOSE
from milvus_tui.model.findings.explanation import WARNING, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    was, works = group.verb("was", "were"), group.verb("works", "work")
    return f"{group.subject} {was} closed, and {works} again"


EXPLANATION = Explanation(
    Kind.REVIVED_CLIENT,
    WARNING,
    "A closed client was used and worked, since another client had opened its alias again.",
    "The closed client depends on the other client, and breaks when that one is closed. The use "
    "after close() stays unnoticed, and fails as soon as the other client is created a little "
    "later.",
    AFTER_CLOSE.strip(),
    "The client is collected.",
    {
        "BCDE": f"{AFTER_CLOSE}In this release a closed client finds the connection of any client "
        "that is created later with the same alias; from 2.6.10 on it stays closed."
    },
    title=title,
)
