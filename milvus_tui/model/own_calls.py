"""The program's own calls on a connection, in words: the last that failed, and those that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text

if TYPE_CHECKING:
    from milvus_tui import wire

CANNOT_CONNECT = "TRANSIENT_FAILURE"

DOWN = {
    CANNOT_CONNECT: "its channel cannot connect",
    "SHUTDOWN": "its channel is shut down",
}
"""States of a channel in which every call fails, and what an error message calls them."""

RunningCall = tuple[str, float, int, str]
"""As in `wire.Connection.running`."""


def seen(row: wire.Connection) -> bool:
    """Whether the agent saw a call of the program on the connection end."""
    return bool(row.succeeded or row.failed)


def failure(row: wire.Connection) -> str:
    """The last call that failed: `describe_collection: collection not found (100)`."""
    if not row.failed_method:
        return "the program's last call failed"
    return f"{row.failed_method}: {row.failed_text} ({row.failed_code})"


def trouble(row: wire.Connection) -> str:
    """Why calls fail now: the last call that failed, or the state of the channel."""
    if row.failing_since is None and row.state in DOWN:
        tries = [call for call in row.running if call[2] > 1]
        return "; ".join([DOWN[row.state], *(f"{call[0]} is in try {call[2]}" for call in tries)])
    return failure(row)


def running(call: RunningCall, now: float) -> str:
    """A call that has not returned: `search for 12 s, try 9, in worker-1`."""
    method, began, tries, thread = call
    tried = f", try {tries}" if tries > 1 else ""
    return f"{method} for {text.age(now - began)}{tried}, in {text.thread_name(thread)}"


def counted(row: wire.Connection) -> tuple[int, int]:
    """How many calls there were, and how many failed.

    The program's own, as it got them; where the agent saw none, those that gRPC counted.
    """
    if seen(row):
        return row.succeeded + row.failed, row.failed
    return row.calls, row.failures
