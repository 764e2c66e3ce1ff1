"""Idle connection: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import IDLE, NOTE, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """Which connection it is."""
    if group.size > 1:
        return f"{group.size:,} connections are open, with no client left"
    return f"{group.connection} is open, with no client left"


EXPLANATION = Explanation(
    Kind.IDLE_CONNECTION,
    NOTE,
    "A shared connection is open, and none of its clients is left. Three or more at a time are a "
    "warning.",
    "pymilvus never closes it. Each server and login that was ever used keeps a connection until "
    "the process ends.",
    "Nothing needs to be done about one or two: the next client with the same server and login "
    "uses the connection again.",
    "A new client uses the connection, or the connection is closed.",
    {
        "F": "Where tokens change, connections add up: create such clients with dedicated=True, "
        "whose close() closes the connection. Nothing needs to be done about one or two: the next "
        "client with the same server and login uses the connection again.",
    },
    returned=True,
    counts=IDLE,
    title=title,
)
