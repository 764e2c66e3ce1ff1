"""The embedded Milvus Lite of a client or a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot

from milvus_tui.model.details.entries import Entry


def embedded_entries(snapshot: Snapshot, address: str) -> Iterator[Entry]:
    """File, server process and owner; nothing for another server."""
    row = next((each for each in snapshot.embedded.values() if each.address == address), None)
    if row is None:
        return
    gone = row.file not in ("there", "unknown")
    yield Entry("file", row.path + (f", {row.file}" if gone else ""), "warning" if gone else "")
    yield Entry("served by", server_words(row), "" if row.state == "running" else "fails")
    target = snapshot.target.get(0)
    own = target is not None and target.pid == row.owner
    command = "this process" if own else row.command
    yield Entry("owner", text.joined([f"pid {row.owner}", command]))


def server_words(row: wire.EmbeddedServer) -> str:
    """`Milvus Lite, pid 4335, ended: killed by SIGKILL`."""
    process = "threads of the owner" if row.server == row.owner else f"pid {row.server}"
    how = f": {row.exit}" if row.exit else ""
    return f"Milvus Lite, {process}, {row.state}{how}"
