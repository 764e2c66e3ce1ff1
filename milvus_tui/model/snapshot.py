"""A snapshot: all rows of one target at one moment, never changed once made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from milvus_tui import wire

MAX_EVENTS = 1_000
"""Events kept; the oldest go first, as in the agent."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables of `wire.TABLES`, each a mapping from a row's id to the row, oldest id first.

    Tables that a change did not touch are shared between the old and the new snapshot, so
    `old.clients is new.clients` says that no client changed.
    """

    target: dict[int, wire.Target] = field(default_factory=dict)
    clients: dict[int, wire.Client] = field(default_factory=dict)
    aliases: dict[int, wire.Alias] = field(default_factory=dict)
    connections: dict[int, wire.Connection] = field(default_factory=dict)
    sockets: dict[int, wire.Socket] = field(default_factory=dict)
    verdicts: dict[int, wire.Verdict] = field(default_factory=dict)
    workers: dict[int, wire.Worker] = field(default_factory=dict)
    events: dict[int, wire.Event] = field(default_factory=dict)


EMPTY = Snapshot()


def apply(snapshot: Snapshot, update: wire.Update) -> Snapshot:
    """The snapshot after an update. Cost: one shallow copy of each table that changed."""
    changed: dict[str, dict[int, Any]] = {}
    for table in fields(Snapshot):
        rows = getattr(update, table.name)
        gone = update.gone.get(table.name, ())
        if not rows and not gone:
            continue
        merged = dict(getattr(snapshot, table.name))
        for row in rows:
            merged[row.id] = row
        for key in gone:
            merged.pop(key, None)
        changed[table.name] = merged
    events = changed.get("events")
    if events is not None and len(events) > MAX_EVENTS:
        changed["events"] = dict(list(events.items())[-MAX_EVENTS:])
    return replace(snapshot, **changed) if changed else snapshot
