"""Replaced file: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client."""
    did = {"opened": "was made", "used": "was called"}.get(group.row.detail, "stayed open")
    return f"{group.subject} {did} after its .db file was removed or replaced"


EXPLANATION = Explanation(
    Kind.REPLACED_FILE,
    ERROR,
    "The .db file of an embedded Milvus Lite was removed or replaced under a client.",
    "close() of a client does not end the embedded server. It goes on serving the file that it "
    "opened first, also to clients that are made later with the same path: their calls fail, or "
    "what they write is lost.",
    "Keep the file as long as the program runs: to begin anew, drop the collections or take "
    "another path. To remove the file, close all clients of it, then end its server with "
    "milvus_lite.server_manager.server_manager_instance.release_server(path), then remove it.",
    "All clients of the file are closed or collected.",
    {},
    {
        "opened": Variant(),
        "used": Variant(),
        "left": Variant(
            severity=WARNING,
            why="The embedded server goes on serving the file that it opened first: what the "
            "client writes from now on is lost.",
        ),
    },
    title=title,
)
