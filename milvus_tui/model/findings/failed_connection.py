"""Failed connection: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.connect_advice import CAUSES
from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

CAUSE_WORDS = {
    "": "",
    "name": "host name not resolved",
    "refused": "connection refused",
    "no route": "no route",
    "no answer": "no answer",
    "tls to plain": "TLS spoken to a server without",
    "plain to tls": "the server closed the socket, as one with TLS does",
    "certificate": "certificate not accepted",
    "tls file": "a TLS file cannot be read",
    "not milvus": "the server is no Milvus",
    "login": "login refused",
    "no login": "no login given",
    "none login": "a login of None was sent as the text “None”",
    "permission": "permission denied",
    "database": "database not found",
    "no loop": "no event loop in the thread",
    "alias": "the alias is connected otherwise",
    "file held": "another process holds the file",
    "no lite": "milvus-lite is not installed",
    "file": "the file cannot be opened",
    "arguments": "wrong argument",
    "gevent": "gevent without init_gevent()",
    "empty address": "pymilvus asks for an empty address",
    "other": "",
}
"""Each cause in a few words."""


def title(group: FindingGroup) -> str:
    """What failed, how often, and why."""
    why = CAUSE_WORDS.get(group.row.detail, "")
    often = f" {group.count:,} times" if group.count > 1 else ""
    target = f" to {group.row.name}" if group.row.name else ""
    return f"Connecting{target} failed{often}" + (f": {why}" if why else "")


EXPLANATION = Explanation(
    Kind.FAILED_CONNECTION,
    ERROR,
    "A constructor, connect() or first async call failed.",
    "What needs this connection cannot work, even if the program catches the exception and goes "
    "on. It is a note if a later attempt, from the same place or to the same server, succeeds.",
    "Look at the exception, and at what gRPC said.",
    "A later attempt succeeds.",
    variants=CAUSES,
    title=title,
)
