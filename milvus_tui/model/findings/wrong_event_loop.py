"""Wrong event loop: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

IN_LOOP = (
    "Create an AsyncMilvusClient in the event loop that uses it, and await its close() in the same "
    "loop: in a finally of the coroutine that asyncio.run() is given. "
)


def title(group: FindingGroup) -> str:
    """The client, and how often."""
    if group.row.detail == "left":
        if group.count == 1:
            return f"{group.subject} was not closed before its event loop was"
        return f"{group.count:,} clients were not closed before their event loop was"
    was, own = group.verb("was", "were"), group.verb("its", "their")
    return f"{group.subject} {was} used in another event loop than {own} own{group.times}"


EXPLANATION = Explanation(
    Kind.WRONG_EVENT_LOOP,
    ERROR,
    "An async client was used in another event loop than its connection's, or was not closed "
    "before its event loop was.",
    "Its channel belongs to the loop in which it was created: in another loop its calls fail with "
    "“Event loop is closed”, or wait for ever.",
    IN_LOOP.strip(),
    "The client is collected.",
    {
        "C": f"{IN_LOOP}In 2.5.12 async clients with the same URI and user share, whatever their "
        "loop.",
        "D": f"{IN_LOOP}Up to 2.6.3 clients with the same parameters share, whatever their loop: "
        "without the close() the next asyncio.run() gets the connection of the closed loop.",
    },
    {
        "left": Variant(
            severity=WARNING,
            seen="An async client was not closed before its event loop was.",
            why="Its connection can no longer be closed in order, since close() needs the loop. "
            "The connection stays open until the process ends.",
            advice={
                "F": f"{IN_LOOP}This release keeps a connection manager for each loop that ever "
                "existed, so use one loop for the life of the process where you can."
            },
        ),
    },
    title=title,
)
