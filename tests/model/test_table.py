"""The difference that a table records is the difference that a comparison finds."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.changes import Delta, delta
from milvus_tui.model.snapshot import EMPTY, Snapshot, Table, apply
from tests.model.steps import LIVES, snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping


@given(LIVES)
def test_the_delta_of_any_two_snapshots_agrees_with_a_comparison(life: list[wire.Update]) -> None:
    for before, after in combinations([EMPTY, *snapshots(life)], 2):
        for field in fields(Snapshot):
            old, new = getattr(before, field.name), getattr(after, field.name)
            found = delta(old, new)
            assert compared(old, new) <= set(found.changed) <= set(new)
            assert set(found.gone) == set(old) - set(new)
            assert len(found.changed) == len(set(found.changed))


def compared(old: Mapping[int, object], new: Mapping[int, object]) -> set[int]:
    return {key for key, row in new.items() if old.get(key) != row}


def test_a_row_that_appears_and_disappears_in_one_update() -> None:
    rows = [
        example_snapshots.client(1),
        example_snapshots.client(2),
        example_snapshots.client(2, thread="other"),
    ]
    now = apply(EMPTY, wire.Update(clients=rows[:1]))
    then = apply(now, wire.Update(clients=rows[1:], gone={"clients": [3]}))
    assert delta(now.clients, then.clients) == Delta((2,))
    assert then.clients[2].thread == "other"
    last = apply(then, wire.Update(clients=[example_snapshots.client(3)], gone={"clients": [1, 3]}))
    assert delta(then.clients, last.clients) == Delta((), (1,))


def test_a_table_does_not_hold_the_earlier_table() -> None:
    table = Table({}, [example_snapshots.client(1)], [])
    later = Table(table, [], [1])
    assert later.origin is table.version
    assert not any(getattr(later, name) is table for name in Table.__slots__)
