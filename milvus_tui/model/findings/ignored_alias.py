"""Ignored alias: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import NOTE, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    return f"The alias= of {group.object} is ignored"


EXPLANATION = Explanation(
    Kind.IGNORED_ALIAS,
    NOTE,
    "A client requested `alias=`, and this release ignores the argument.",
    "The names separate nothing: clients with the same server and login share one connection.",
    "Leave out what this release ignores.",
    "The client is closed or collected.",
    {
        "A": "This release takes no alias= (a TypeError), and swallows dedicated=True: each client "
        "has its own connection anyway.",
        "BCDE": "This release heeds alias=, and swallows dedicated=True: a separate alias= gives a "
        "client its own connection.",
        "F": "Leave alias= out. Where a client needs its own connection, dedicated=True opens one, "
        "and its close() closes it.",
    },
    title=title,
)
