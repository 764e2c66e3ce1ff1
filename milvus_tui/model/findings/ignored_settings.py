"""Ignored settings: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import NOTE, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

SETTINGS = {"tls": "TLS files", "options": "gRPC options", "timeout": "timeout or keep-alive"}

SAME = "Give all clients of one server and login the same settings, best in one function. "


def title(group: FindingGroup) -> str:
    """The client, and what is ignored."""
    what = SETTINGS.get(group.row.detail, "settings")
    has, its = group.verb("has", "have"), group.verb("its", "their")
    return f"{group.subject} {has} a connection that was made without {its} {what}"


EXPLANATION = Explanation(
    Kind.IGNORED_SETTINGS,
    WARNING,
    "A client joined a connection that was made with other TLS files, gRPC options, timeout or "
    "keep-alive than the client requested.",
    "Clients that share a connection have the settings of the one that opened it; those of the "
    "others are discarded without a word.",
    SAME.strip(),
    "The client is closed or collected.",
    {
        "BC": f"{SAME}Or give this client its own alias=.",
        "D": f"{SAME}Or give this client its own alias=. (grpc_options have no effect before "
        "pymilvus 2.6.9, whoever gives them.)",
        "E": f"{SAME}Or give this client its own alias=. (grpc_options have no effect before "
        "pymilvus 2.6.9.)",
        "F": f"{SAME}Or give this client dedicated=True: it then opens a connection of its own.",
    },
    {
        "tls": Variant(
            why="The server was verified against other certificates than this client requires, or "
            "another client's certificate and key identify this one."
        ),
        "options": Variant(),
        "timeout": Variant(
            severity=NOTE,
            why="A timeout bounds the opening of a connection, and keep-alive watches it: both "
            "are those of the client that opened it. A timeout= of a single call is not affected.",
        ),
    },
    title=title,
)
