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
    if group.size > 1 and group.row.detail == "disconnect":
        return (
            f"disconnect() took aliases of the ORM from code that used them, {group.size:,} times"
        )
    if group.size > 1:
        return f"close() broke other clients, {group.size:,} times"
    row = group.row
    if row.detail == "disconnect":
        alias = f"alias {row.name!r}" if row.name else "an alias"
        return f"disconnect() took {alias} of the ORM from code that used it"
    close = "close()" if row.client is None else f"{text.client_name(row.client)}.close()"
    hit = client_names.count(row.affected)
    others = text.plural(hit, "other client") if hit else "other clients"
    if row.detail == "orm":
        alias = f"alias {row.name!r} of the ORM" if row.name else "an alias of the ORM"
        others = f"{alias} and {others}" if hit else alias
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
        "disconnect": Variant(
            why="All code that uses the alias shares one connection, in all threads. Calls that "
            "are running fail with “Channel closed!”, and later ones with “should create "
            "connection first”. The errors name neither the disconnect() nor its place.",
            general="Call connections.connect() once, when the program starts, and "
            "connections.disconnect() once, when all threads have ended. Or give each thread an "
            "alias of its own (connect(alias=…), using=…).",
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
