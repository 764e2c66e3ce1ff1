"""Accumulating connections: what the dashboard says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.advice_parts import CLOSING
from milvus_tui.model.findings.explanation import WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

CREATE_ONE = "Create one client for the process and pass it around: threads may share it. "


def title(group: FindingGroup) -> str:
    """How many connections there are."""
    return f"{text.plural(group.count, 'connection')} of one place are kept open and not used"


EXPLANATION = Explanation(
    Kind.ACCUMULATING_CONNECTIONS,
    WARNING,
    "One place opened at least 10 connections with the same server, login and database. Each was "
    "used, and no more after the next was opened, and none was closed.",
    "They add up for as long as the program runs: each costs memory here and a connection on the "
    "server.",
    f"{CREATE_ONE}{CLOSING.strip()}",
    "Fewer than 10 of them are left, or they are used again.",
    {
        "AB": f"{CREATE_ONE}Each MilvusClient() opens a connection of its own in this release. "
        f"{CLOSING.strip()}",
        "CDE": f"{CREATE_ONE}In this release clients of one URI and login share a connection if "
        f"they are given no alias=: leave it out. {CLOSING.strip()}",
        "F": f"{CREATE_ONE}Leave dedicated=True out: clients of one server and login then share a "
        f"connection. {CLOSING.strip()}",
    },
    variants={
        "orm": Variant(
            general="Each connect() under a new alias opens a connection, which stays until its "
            "disconnect(). Use one alias for the whole process: connect it once, when the program "
            "starts. Or call connections.disconnect(alias) when its user is done, in a finally.",
        ),
    },
    title=title,
)
