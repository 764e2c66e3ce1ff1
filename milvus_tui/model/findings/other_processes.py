"""What other processes of the same program tell about a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


def with_others(snapshot: Snapshot, others: Iterable[Snapshot]) -> Snapshot:
    """The snapshot of a process, whose findings name the process that connected an alias.

    Args:
        snapshot: the process's rows.
        others: the rows of all processes of the program, which may include this one.
    """
    missing = [
        row
        for row in snapshot.findings.values()
        if row.kind == Kind.ALIAS_NOT_CONNECTED and row.name and not _connected(snapshot, row.name)
    ]
    findings = dict(snapshot.findings)
    for row in missing:
        for other in others:
            found = _connected(other, row.name)
            if found is not None and other is not snapshot:
                text = f"{row.text}; {_who(snapshot, other)} connected it by {found.connected_by}"
                cause = "worker" if row.detail == "never" else row.detail
                findings[row.id] = replace(row, text=text, detail=cause)
                break
    return replace(snapshot, findings=findings) if missing else snapshot


def _connected(snapshot: Snapshot, alias: str) -> wire.OrmAlias | None:
    """The row of an alias that a process connected itself, before or now."""
    found = (row for row in snapshot.orm_aliases.values() if row.text == alias)
    return next((row for row in found if not row.inherited), None)


def _who(snapshot: Snapshot, other: Snapshot) -> str:
    """The other process, in words."""
    here, there = _target(snapshot), _target(other)
    if there is None:
        return "another process"
    parent = ", its parent process," if here is not None and here.parent == there.pid else ""
    return f"pid {there.pid}{parent}"


def _target(snapshot: Snapshot) -> wire.Target | None:
    return next(iter(snapshot.target.values()), None)
