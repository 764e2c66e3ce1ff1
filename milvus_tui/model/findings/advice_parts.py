"""Sentences that several explanations use."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, Variant

CLOSING = (
    "Close a client that is no longer needed: in a finally, or by contextlib.closing(client). "
)
ONE_CLIENT = "Better, create one client for the process and pass it around: threads may share it. "
AFTER_CLOSE = (
    "Close a client when no thread calls it any more: join the threads first. For more calls "
    "create a new client. "
)
NONE_LOGIN = Variant(
    severity=ERROR,
    seen="Its login was given as None, which pymilvus sent as the text “None”.",
    why="Up to 2.6.9 pymilvus makes a text of each of user=, password= and token=, None included. "
    "A token of that text counts for more than user= and password=, right as they may be.",
    general="Do not pass None: leave the argument out, or pass an empty text, as in "
    'token=os.environ.get("MILVUS_TOKEN", ""). This server checks logins, so set the environment '
    "variable, or give user= and password= alone. From pymilvus 2.6.10 on None means no login.",
)
"""A login that is the text `None`, and was refused."""
