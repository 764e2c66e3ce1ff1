"""The differences between two snapshots, computed in C loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress, islice
from operator import is_not
from typing import TYPE_CHECKING, Any

from milvus_tui.model.snapshot import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milvus_tui.model.snapshot import Snapshot

TABLES = (
    "target", "clients", "aliases", "orm_aliases", "connections", "sockets", "verdicts", "workers",
    "attempts", "events", "sites", "loops", "findings",
)  # fmt: skip
"""The tables of a snapshot."""

FEW = 4
"""The most places for which `_keys` does not copy all keys of a table."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The ids of one table's rows that are new or changed, and of those that were removed."""

    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)


NOTHING = Delta()


@dataclass(slots=True)
class Changes:
    """The differences between a snapshot and the next one, table by table."""

    target: Delta = NOTHING
    clients: Delta = NOTHING
    aliases: Delta = NOTHING
    orm_aliases: Delta = NOTHING
    connections: Delta = NOTHING
    sockets: Delta = NOTHING
    verdicts: Delta = NOTHING
    workers: Delta = NOTHING
    attempts: Delta = NOTHING
    events: Delta = NOTHING
    sites: Delta = NOTHING
    loops: Delta = NOTHING
    findings: Delta = NOTHING
    regrouped: set[int] = field(default_factory=set)
    """Aliases that gained or lost clients, or whose clients gained or lost workers."""
    rearranged: bool = False
    """Whether sockets, connections and aliases are related in another way than before."""


def delta(old: Mapping[int, Any], new: Mapping[int, Any]) -> Delta:
    """The difference of two tables. Rows are immutable, so `is` compares them."""
    if old is new:
        return NOTHING
    if not old:
        return Delta(changed=tuple(new))
    if isinstance(new, Table) and isinstance(old, Table) and new.origin is old.version:
        return Delta(new.changed, new.gone)
    aligned = _aligned(old, new)
    if aligned is not None:
        return aligned
    changed = tuple(compress(new, map(is_not, new.values(), map(old.get, new))))
    return Delta(changed, tuple(old.keys() - new.keys()))


def _aligned(old: Mapping[int, Any], new: Mapping[int, Any]) -> Delta | None:
    """The difference if no row was removed, else None.

    This is three times as fast, and by far the most frequent case. Rows keep their place in a
    table and new rows follow the old ones, so the tables are compared place by place. The same
    row in the same place has the same key, so only the keys of the other places are compared.
    """
    if len(new) < len(old):
        return None
    places = list(compress(range(len(old)), map(is_not, new.values(), old.values())))
    changed = _keys(new, places)
    if changed != _keys(old, places):
        return None
    return Delta((*changed, *islice(new, len(old), None)))


def _keys(table: Mapping[int, Any], places: list[int]) -> list[int]:
    """The keys at some places of a table."""
    if len(places) <= FEW:
        return [next(islice(table, place, None)) for place in places]
    keys = tuple(table)
    return [keys[place] for place in places]


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """The differences between two snapshots; a table that both share costs nothing."""
    found = Changes()
    for table in TABLES:
        before, after = getattr(old, table), getattr(new, table)
        if before is not after:
            setattr(found, table, delta(before, after))
    return found
