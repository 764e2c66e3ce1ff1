"""Outage: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup


def title(group: FindingGroup) -> str:
    """How many calls were lost."""
    if group.row.detail == "idle":
        return "The server was away, and no call was lost"
    if group.row.detail == "waiting":
        return "The server is away, and calls wait"
    lost = text.plural(group.count, "call")
    return f"The server was away: {lost} failed"


EXPLANATION = Explanation(
    Kind.OUTAGE,
    ERROR,
    "A server that had answered does not answer calls any more.",
    "Each call fails once its timeout= has passed, or after some 75 tries. No close() is to blame.",
    "See why the server is away: its log, its restarts, the network between. Give calls a "
    "timeout=, catch the MilvusException, and call again later with the same client: gRPC connects "
    "the channel again by itself, so no new client is needed.",
    "A call is answered again, on any connection to the server.",
    variants={
        "over": Variant(
            severity=WARNING,
            seen="The server answers again.",
            why="The calls of that time failed. No close() is to blame, and the connection "
            "recovered without a new client.",
            general="See why the server was away: its log, its restarts, the network between. "
            "Catch the MilvusException and call again later with the same client.",
        ),
        "dead": Variant(
            seen="pymilvus closed the channel when it tried to recover.",
            why="The client keeps the closed channel: every call fails with “Cannot invoke RPC on "
            "closed channel!”, and a new client with the same server and login gets the same "
            "connection, even after the server is back.",
            general="Upgrade pymilvus: 2.6.10 replaces the connection in its recovery, and its "
            "clients keep the closed one. Until then, start the process anew after an outage.",
        ),
        "waiting": Variant(
            severity=WARNING,
            seen="Calls wait for it: pymilvus repeats them.",
            why="Without a timeout= pymilvus repeats a call some 75 times, which takes minutes.",
        ),
        "idle": Variant(
            severity=NOTE,
            seen="No call was lost.",
            why="A call that had been made meanwhile would have failed, or waited.",
            general="Nothing needs to be done if the server was restarted on purpose.",
        ),
    },
    title=title,
)
