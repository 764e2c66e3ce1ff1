"""Unchecked password: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import WARNING, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    return f"The password of {group.object} was never checked"


EXPLANATION = Explanation(
    Kind.UNCHECKED_PASSWORD,
    WARNING,
    "A client got a connection that was opened with another password.",
    "The server never saw this password: a wrong password goes unnoticed for as long as the other "
    "client lives, and a password that was changed is not in use.",
    "Have the server check the password on a separate connection.",
    "The client is closed or collected.",
    {
        "DE": "In this release the user tells connections apart, the password does not. Give a "
        "client whose password must be checked its own alias=. From 2.6.10 on each password is "
        "checked.",
    },
    title=title,
)
