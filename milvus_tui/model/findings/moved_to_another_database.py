"""Moved to another database: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind, client_names

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """How many clients were moved."""
    moved = client_names.count(group.row.affected if group.size == 1 else group.clients)
    if not moved:
        return "Other clients were moved to another database"
    was = "was" if moved == 1 else "were"
    return f"{text.plural(moved, 'other client')} {was} moved to another database"


EXPLANATION = Explanation(
    Kind.MOVED_TO_ANOTHER_DATABASE,
    ERROR,
    "Another client's use_database(), or constructor, moved clients to another database.",
    "They read and write in a database that they did not request, and no call fails.",
    "Open a separate client for each database, with db_name=.",
    "They are on the database again that they requested, or closed or collected.",
    {
        "B": "A client with the same alias= and another db_name= moves all clients of that alias. "
        "Give each database its own alias=, or leave alias= out.",
        "C": "In 2.5.12 clients with the same URI and user share, whatever their database, and the "
        "last client's database counts for all. Give each database its own alias=, and do not call "
        "use_database() where others share.",
        "D": "In this release use_database() changes the connection: all clients that share it "
        "move, and so do clients that are created later. Open a separate client for each database, "
        "with db_name=, and do not call use_database(). From 2.6.7 on it moves its own client "
        "only.",
    },
    title=title,
)
