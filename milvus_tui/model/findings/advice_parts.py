"""Sentences that several explanations use."""

from __future__ import annotations

CLOSING = (
    "Close a client that is no longer needed: in a finally, or by contextlib.closing(client). "
)
ONE_CLIENT = "Better, create one client for the process and pass it around: threads may share it. "
AFTER_CLOSE = (
    "Close a client when no thread calls it any more: join the threads first. For more calls "
    "create a new client. "
)
