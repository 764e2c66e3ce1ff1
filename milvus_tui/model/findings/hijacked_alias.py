"""Hijacked alias: what the dashboard says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

DIFFERENCES = {
    "server": "server", "database": "database", "login": "user", "password": "password",
    "security": "security", "alias": "alias",
}  # fmt: skip
"""Screen words by the words of `wire.Client.differs`."""


def title(group: FindingGroup) -> str:
    """The client, and what is different."""
    is_, requested = group.verb("is", "are"), group.verb("it requested", "they requested")
    return f"{group.subject} {is_} bound to another {differing(group.row.detail)} than {requested}"


def differing(detail: str) -> str:
    """What differs, in words: `server and database`."""
    found = [DIFFERENCES[word] for word in re.split(r"[^a-z]+", detail) if word in DIFFERENCES]
    *first, last = dict.fromkeys(found) or ("connection",)
    return f"{', '.join(first)} and {last}" if first else last


EXPLANATION = Explanation(
    Kind.HIJACKED_ALIAS,
    ERROR,
    "A client requested one server, database or user, and is bound to another.",
    "It reads and writes in the wrong place, and no call fails.",
    "Compare what the client requested with its connection, and give each server, database and "
    "user a separate connection.",
    "The client is on what it requested, or closed or collected.",
    {
        "A": "Each client has its own alias in this release, so some code connected this alias "
        "again by hand. Do not connect an alias that a client holds.",
        "B": "A client with the same alias= and another database or login takes the connection of "
        "all clients of that alias. Give each its own alias=, or leave alias= out.",
        "C": "In 2.5.12 clients with the same URI and user share, and the last client's database "
        "and token count for all. Give each database and each token its own alias=.",
        "D": "The alias= was taken, and the first client's server, database and login count for "
        "all clients that give it. Give each its own alias=, or none: then URI, database and login "
        "tell connections apart.",
        "E": "The alias= was taken, and the first client's server and login count for all clients "
        "that give it. Give each its own alias=, or none: then URI and login tell connections "
        "apart.",
        "F": "In this release address and token tell connections apart, and all else that the "
        "first client requested counts for those after it. dedicated=True gives a client its own "
        "connection.",
    },
    {
        "database, path": Variant(
            general="The URI has a path (a slash at its end is one), and this release takes the "
            "database from the path: db_name= is ignored. Take the path off the URI, the slash "
            "too; or name the database in the path and not in db_name=.",
        ),
    },
    title=title,
)
