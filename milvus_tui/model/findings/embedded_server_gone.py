"""Embedded server gone: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    did = "was released" if group.row.detail == "released" else "ended"
    return f"The embedded Milvus Lite of {group.object} {did}, and nobody had closed it"


EXPLANATION = Explanation(
    Kind.EMBEDDED_SERVER_GONE,
    ERROR,
    "The embedded Milvus Lite of a client ended, and nobody had closed the client.",
    "All calls of its clients fail with “Fail connecting to server on unix:…” or “connection "
    "refused”. A new client with the same path gets the address of the server that ended.",
    "Find out what ended the process: a kill of all child processes, the kernel for want of "
    "memory, or a crash. Then call milvus_lite.server_manager.server_manager_instance."
    "release_server(path) and create the client anew, which starts another server; or restart the "
    "program. Where this comes again, use a server of its own instead of a file.",
    "All clients of the file are closed or collected.",
    {},
    {
        "ended": Variant(),
        "released": Variant(
            general="Close the clients of a file before release_server(path) or release_all(), "
            "and create them anew afterwards.",
        ),
    },
    title=title,
)
