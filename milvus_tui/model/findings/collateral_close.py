"""Collateral close: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind, client_names

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

UPGRADE = "From pymilvus 2.6.10 on, close() affects no other client."
OWNER = (
    "Keep one client for the process, pass it to all code that needs it (threads included) and "
    "close it last; or give each part of the program its own alias=, and let it close that. "
)


def title(group: FindingGroup) -> str:
    """The client that was closed, and how many others broke."""
    if group.size > 1:
        return f"close() broke other clients, {group.size:,} times"
    row = group.row
    close = "close()" if row.client is None else f"{text.client_name(row.client)}.close()"
    hit = client_names.count(row.affected)
    others = text.plural(hit, "other client") if hit else "other clients"
    if row.detail == "orm":
        others = f"an alias of the ORM and {others}" if hit else "an alias of the ORM"
    return f"{close} broke {others}"


EXPLANATION = Explanation(
    Kind.COLLATERAL_CLOSE,
    ERROR,
    "A close() took the connection from other clients, or from aliases of the ORM.",
    "Every other client on the connection fails at its next call, in any thread, with “should "
    "create connection first”. The error names neither the close nor its place.",
    "Let one part of the program own the connection, and close it when no other part needs it.",
    "All clients that broke have a connection again, or are closed or collected. Up to 2.6.9 a new "
    "client with the same parameters gives all of them a connection again, without a trace.",
    {
        "A": "Each client has its own connection in this release, so some code disconnected the "
        "alias by hand. Close a client by its own close(), and only there.",
        "B": "These clients were given the same alias=. Give each its own, or none: then each has "
        "its own connection. Or close only the last client.",
        "C": "In 2.5.12 clients with the same URI and user share, whatever their database or "
        f"token. {OWNER}{UPGRADE}",
        "D": "In this release clients with the same URI, login and database share. "
        f"{OWNER}{UPGRADE}",
        "E": "In this release clients with the same URI and login share, whatever their database. "
        f"{OWNER}{UPGRADE}",
        "F": "close() of a client affects no other in this release, so some code disconnected the "
        "connection by hand. Leave that to close(), or to the end of the process.",
    },
    {
        "orm": Variant(
            general="connections.disconnect() takes an alias from all code that uses it: call it "
            "once, at the end.",
            advice={
                "BCDE": "MilvusClient(alias=…) uses the connection of connections.connect() if it "
                "is given that alias, and its close() deletes the alias. Give the client another "
                "alias=, or none; or do not close it, and call connections.disconnect() once, at "
                "the end.",
            },
        ),
        "unused": Variant(
            severity=WARNING,
            why="No client was used while it was without a connection. A client that is used then, "
            "in any thread, fails with “should create connection first”. The error names neither "
            "the close nor its place.",
        ),
    },
    title=title,
)
