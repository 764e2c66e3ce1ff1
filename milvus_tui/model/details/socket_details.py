"""The details of a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.details.entries import BLANK, Details, Entry

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.index import Index


def socket_details(index: Index, row: wire.Socket) -> Details:
    """A socket: its two addresses, and the connections that use it."""
    users = [c for c in index.snapshot.connections.values() if c.socket == row.id]
    names = ", ".join(text.letters(c.id) for c in users)
    used_by = f"{text.plural(len(users), 'connection')}: {names}" if users else "none"
    entries = [
        Entry("local", row.local),
        Entry("remote", row.remote),
        Entry("used by", used_by),
    ]
    if len(users) > 1:
        message = "Several connections share this socket: they add no throughput."
        entries += [BLANK, Entry("", message, "muted")]
    return Details("socket", tuple(entries))
