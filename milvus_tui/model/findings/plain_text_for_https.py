"""Plain text for https: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    its = group.verb("its", "their")
    return f"{group.subject} requested TLS, and {its} connection is in plain text"


EXPLANATION = Explanation(
    Kind.PLAIN_TEXT_FOR_HTTPS,
    ERROR,
    "A client requested TLS, and its connection is in plain text.",
    "Its login and its data travel unencrypted, and no call fails.",
    "Do not use http:// and https:// with the same server and login in one process.",
    "The client is closed or collected.",
    {
        "BCDE": "A client without TLS had taken the alias=. Give the https:// client its own "
        "alias=, or none: the URI then tells them apart.",
        "F": "In this release address and token tell connections apart, the scheme does not: the "
        "first client's counts. Use https:// for all of them, or give this client dedicated=True.",
    },
    title=title,
)
