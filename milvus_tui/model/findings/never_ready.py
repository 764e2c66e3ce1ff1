"""Never ready: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import LEAK, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """Which connection it is."""
    if group.size > 1:
        return f"{group.size:,} connections never became ready"
    return f"{group.connection} never became ready"


EXPLANATION = Explanation(
    Kind.NEVER_READY,
    WARNING,
    "An alias is registered, and its channel never became ready.",
    "A client that requests the same connection gets this one at once, and its calls wait, or "
    "fail.",
    "See that the server is up and the address is right, and give clients a timeout=.",
    "The channel is ready, or the connection ended.",
    {
        "DE": "In this release an alias is registered before its connection is ready, so a "
        "constructor in another thread returns with it at once. Create the first client before the "
        "threads start, with a timeout=; see that the server is up and the address is right.",
    },
    {
        "async": Variant(
            why="Its calls wait, or fail.",
            general="An AsyncMilvusClient connects at its first call, whatever its constructor is "
            "given. See that the server is up and the address is right, and give each call a "
            "timeout=.",
        )
    },
    counts=LEAK,
    title=title,
)
