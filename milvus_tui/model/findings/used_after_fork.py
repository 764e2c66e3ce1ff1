"""Used after fork: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """The client, and how often."""
    if group.row.detail == "orm":
        alias = f"Alias {group.row.name!r} of the ORM" if group.row.name else "An alias of the ORM"
        times = f", {group.count:,} times" if group.count > 1 else ""
        return f"{alias}, connected before a fork, was used in the child{times}"
    was = group.verb("was", "were")
    return f"{group.subject}, created before a fork, {was} used in the child{group.times}"


EXPLANATION = Explanation(
    Kind.USED_AFTER_FORK,
    ERROR,
    "A client that was created, or an alias of the ORM that was connected, before a fork was used "
    "in the child.",
    "The child has the channel without the threads that serve it: a call may hang for ever, in the "
    "child and then in the parent (seen with grpcio 1.67.1), or the child crashes (with 1.85.1).",
    "Create the client in the child, after the fork: in Celery, in worker_process_init; under "
    "gunicorn, in the application's lifespan or in post_fork, or without --preload; in a pool, in "
    "its initializer. Or start children without a fork: "
    "multiprocessing.set_start_method('spawn').",
    "The client is collected; the child connects the alias itself, or disconnects it.",
    variants={
        "orm": Variant(
            general="Call connections.connect() in the child, after the fork, and not in its "
            "parent before: with some releases of grpcio even a connection that the child opens "
            "hangs, where the parent had one at the fork. In Celery, connect in "
            "worker_process_init; in gunicorn, in post_fork, or without --preload; in a pool, in "
            "its initializer. Or start children without a fork: "
            "multiprocessing.set_start_method('spawn').",
        ),
    },
    title=title,
)
