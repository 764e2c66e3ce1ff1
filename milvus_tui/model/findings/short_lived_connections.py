"""Short-lived connections: what the dashboard says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

CREATE_ONE = "Create one client for the process and pass it around: threads may share it."


def title(group: FindingGroup) -> str:
    """How many connections there were."""
    return f"{text.plural(group.count, 'short-lived connection')} opened in one place"


EXPLANATION = Explanation(
    Kind.SHORT_LIVED_CONNECTIONS,
    WARNING,
    "At least 10 connections were opened from one place within a minute, and each lived less than "
    "10 seconds.",
    "Each costs a channel, a handshake and a login before its first call, and the server as much.",
    CREATE_ONE,
    "No connection was opened there for a minute.",
    {
        "AB": f"Each MilvusClient() opens its own connection in this release. {CREATE_ONE}",
        "C": "In 2.5.12 each MilvusClient() opens a connection, and replaces the connection that "
        f"others share. {CREATE_ONE}",
        "DE": "The last client's close() closes the connection, and the next client opens another. "
        "Keep one client open for the process and pass it around: threads may share it.",
        "F": "In this release only dedicated=True, and a server or token that is new, open "
        "connections. Leave dedicated=True out, or keep the client and pass it around.",
    },
    variants={
        "orm": Variant(
            general="Call connections.connect() once, when the program starts, and "
            "connections.disconnect() once, at its end: all threads may use the alias. Each "
            "connect() opens a new connection, even for an alias that is connected; "
            "connections.has_connection(alias) tells whether it is.",
        ),
    },
    title=title,
)
