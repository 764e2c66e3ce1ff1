"""Used after fork: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client, and how often."""
    was = group.verb("was", "were")
    return f"{group.subject}, created before a fork, {was} used in the child{group.times}"


EXPLANATION = Explanation(
    Kind.USED_AFTER_FORK,
    ERROR,
    "A client that was created before a fork was used in the child.",
    "The child has the channel without the threads that serve it: a call may hang for ever, in the "
    "child and then in the parent (seen with grpcio 1.67.1), or the child crashes (with 1.85.1).",
    "Create the client in the child, after the fork; in a pool, in its initializer. Or start "
    "children without a fork: multiprocessing.set_start_method('spawn').",
    "The client is collected.",
    title=title,
)
