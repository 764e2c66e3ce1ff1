"""Refused calls: what the dashboard says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.advice_parts import NONE_LOGIN
from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """Which call was refused, with which code, and how often."""
    if group.row.detail == "none":
        return f"A login of None was sent as the text “None”, and refused{group.times}"
    what = group.row.text.partition(" in ")[0]
    return f"{what[:1].upper()}{what[1:]}{group.times}"


EXPLANATION = Explanation(
    Kind.REFUSED_CALLS,
    NOTE,
    "The server answered calls with an error.",
    "The connection works, and the calls did nothing. A program may expect that: it asks for a "
    "collection that may not exist.",
    "If it is not expected: see that the collection, the database and the arguments are the right "
    "ones, and that the call's exception is not swallowed.",
    "It does not end: it says what happened.",
    variants={
        "login": Variant(
            severity=ERROR,
            seen="Its login is missing or wrong, or may not make this call.",
            why="Every such call fails with this login, whoever makes it on this connection.",
            general="Give this connection a login that may make the call: token= or user= and "
            "password=. A client and the ORM have connections of their own: connections.connect() "
            "needs the login as well, or give the ORM's calls using= with an alias that has it. "
            "Where the login may not do it, grant its role the privilege.",
        ),
        "none": NONE_LOGIN,
        "limit": Variant(
            severity=WARNING,
            seen="A limit of the server was reached.",
            why="pymilvus repeats calls at a rate limit until their timeout= has passed; then they "
            "are lost.",
            general="Call less often, or with more rows in each call; or raise the server's limits "
            "(quotaAndLimits in its configuration).",
        ),
        "all": Variant(
            severity=WARNING,
            seen="At least 10 calls in a row failed, and none of the connection succeeded since.",
            why="The connection works, and the program gets nothing from it.",
            general="See that the collection, the database and the arguments are the right ones. "
            "Do not swallow the exception of the call.",
        ),
    },
    title=title,
)
