"""Events of a connection: another primary of its global cluster, another address."""

from __future__ import annotations

from typing import Iterator

from milvus_tui.wire import Connection


def changes(before: Connection, after: Connection) -> Iterator[str]:
    """Yield a sentence for each change between two rows of one connection."""
    was, now = _primary(before), _primary(after)
    if was and now and was != now:
        yield (
            f"global cluster {after.cluster}: the primary is {now}, and was {was} "
            f"(topology {before.topology} → {after.topology})"
        )
    if before.address != after.address:
        cause = f", by a failover of {after.cluster}" if after.cluster else ""
        yield f"a connection moved from {before.address} to {after.address}{cause}"


def _primary(row: Connection) -> str:
    """Id and URI of the primary, empty for none."""
    return next((f"{name} ({uri})" for name, uri, role in row.members if role == "primary"), "")
