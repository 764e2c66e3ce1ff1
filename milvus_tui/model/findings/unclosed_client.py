"""Unclosed client: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.advice_parts import CLOSING, ONE_CLIENT
from milvus_tui.model.findings.explanation import NOTE, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """How many clients there were."""
    was = "was" if group.count == 1 else "were"
    clients = text.plural(group.count, "client")
    if group.row.detail == "exit":
        return f"{clients} {was} not closed when the program ended"
    return f"{clients} {was} dropped without close()"


EXPLANATION = Explanation(
    Kind.UNCLOSED_CLIENT,
    WARNING,
    "Clients were dropped without close(), and their connection stayed open.",
    "The garbage collector closes no connection, in any release: the alias stays in pymilvus's "
    "registry, and the connection open, until the process ends.",
    CLOSING.strip(),
    "Never: what happened stays.",
    {
        "A": f"{CLOSING}{ONE_CLIENT}In this release each client has its own connection.",
        "B": f"{CLOSING}{ONE_CLIENT}In this release each client has its own connection, unless "
        "alias= names the same one.",
        "CDE": "A client with its own alias= must be closed: in a finally, or by "
        "contextlib.closing(client). Of clients that share a connection (same URI and login, no "
        f"alias=) close the last one only. {ONE_CLIENT}",
        "F": f"{CLOSING}Nothing else closes a connection of dedicated=True.",
    },
    {
        "collected": Variant(),
        "last": Variant(),
        "shared": Variant(
            severity=NOTE,
            seen="Clients of a shared connection were dropped without close().",
            why="In this release close() would not have closed a shared connection either.",
            general="Nothing needs to be done: one connection stays for each server and login. "
            "close() is right all the same, for other releases and for dedicated=True.",
        ),
        "exit": Variant(
            severity=NOTE,
            seen="Clients were alive and not closed when the program ended.",
            why="The connection ends with the process: nothing stays open, but for the server the "
            "connection breaks off.",
            general="Nothing needs to be done. A close() in a finally at the end of the program "
            "ends the connection in order.",
        ),
    },
    title=title,
)
