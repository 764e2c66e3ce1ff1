"""An index that is updated from snapshot to snapshot equals a new one of the last snapshot."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.model import close_impact, example_snapshots, states
from milvus_tui.model.changes import Delta, delta
from milvus_tui.model.connection_tree import aliases_below, headings_above
from milvus_tui.model.filters import Filter
from milvus_tui.model.index import FEW, Index
from milvus_tui.model.layout import Layout
from milvus_tui.model.row_ids import ALIAS, CLIENT, CONNECTION, NO_CONNECTION, NO_SOCKET, SOCKET
from milvus_tui.model.snapshot import apply
from tests.model.steps import LIVES, snapshots

if TYPE_CHECKING:
    from milvus_tui.model.row_ids import Row, RowId


def rows(layout: Layout) -> list[Row]:
    """Every row, top to bottom."""
    found = [layout.row(line) for line in range(layout.height)]
    return [row for row in found if row is not None]


@given(LIVES)
def test_an_updated_index_equals_a_new_one(life: list[wire.Update]) -> None:
    index = Index()
    for now in snapshots(life):
        index.update(now)
        fresh = Index(now)
        assert index.members == fresh.members
        assert index.workers == fresh.workers
        assert index.aliases == fresh.aliases
        assert index.verdicts == fresh.verdicts
        assert states.count(index) == states.count(fresh)
        for alias in index.members:
            assert index.client_ranges(alias) == fresh.client_ranges(alias)


@given(LIVES)
def test_counts_are_those_of_each_client(life: list[wire.Update]) -> None:
    index = Index(snapshots(life)[-1])
    one_by_one = Counter(
        states.client_state(index, row).word for row in index.snapshot.clients.values()
    )
    assert states.count(index) == one_by_one


@pytest.mark.parametrize("needle", ["", "c1", "fails", "alias-2", "worker-3", "books"])
@pytest.mark.parametrize("tree", [True, False])
@settings(max_examples=30)
@given(life=LIVES)
def test_an_updated_layout_equals_a_new_one(
    tree: bool, needle: str, life: list[wire.Update]
) -> None:
    index = Index()
    layout = Layout(index, tree=tree, matches=Filter(index, needle) if needle else None)
    for now in snapshots(life):
        before = rows(layout)
        rearranged = layout.update(index.update(now))
        fresh = Layout(index, tree=tree, matches=Filter(index, needle) if needle else None)
        shown = rows(layout)
        assert shown == rows(fresh)
        assert rearranged or [row.id for row in shown] == [row.id for row in before]
        assert len(shown) == layout.height
        assert [layout.line_of(row.id) for row in shown] == list(range(layout.height))


HEADINGS = st.sampled_from(
    [
        NO_CONNECTION,
        NO_SOCKET,
        *((kind, key) for kind in (SOCKET, CONNECTION, ALIAS) for key in (1, 2, 3)),
    ]
)


@settings(max_examples=30)
@given(life=LIVES, folds=st.lists(HEADINGS, min_size=1, max_size=8))
def test_folded_headings_hide_what_is_below_them_and_nothing_else(
    life: list[wire.Update], folds: list[RowId]
) -> None:
    index = Index()
    layout = Layout(index)
    for place, now in enumerate(snapshots(life)):
        before = rows(layout)
        rearranged = layout.update(index.update(now))
        shown = rows(layout)
        assert rearranged or [row.id for row in shown] == [row.id for row in before]
        whole = rows(Layout(index))
        # An alias on its connection's line has no line of its own to fold.
        folded = layout.folded & {row.id for row in whole}
        kept = [row for row in whole if folded.isdisjoint(headings_above(index, row.id))]
        assert [row.id for row in shown] == [row.id for row in kept]
        assert [row.guides for row in shown] == [row.guides for row in kept]
        assert [layout.line_of(row.id) for row in shown] == list(range(layout.height))
        assert {row.id for row in shown if row.folded} == folded & {row.id for row in kept}
        layout.fold(folds[place % len(folds)])
    for row in rows(Layout(index)):
        layout.reveal(row.id)
        assert layout.line_of(row.id) is not None
    assert [row.id for row in rows(layout)] == [row.id for row in rows(Layout(index))]


@given(LIVES)
def test_a_folded_heading_counts_the_clients_that_it_hides(life: list[wire.Update]) -> None:
    index = Index(snapshots(life)[-1])
    layout = Layout(index)
    for heading in {layout.heading_of(row.id) for row in rows(layout)} - {None}:
        assert heading is not None
        hidden = Counter(
            states.client_state(index, index.snapshot.clients[row.id[1]]).word
            for row in rows(layout)
            if row.id[0] == CLIENT and heading in headings_above(index, row.id)
        )
        assert states.count(index, aliases_below(index, heading)) == hidden


@given(LIVES)
def test_every_client_has_a_row(life: list[wire.Update]) -> None:
    now = snapshots(life)[-1]
    for tree in (True, False):
        shown = rows(Layout(Index(now), tree=tree))
        clients = [row.id[1] for row in shown if row.id[0] == CLIENT]
        known = [key for key in now.clients if not tree or now.clients[key].alias in now.aliases]
        assert sorted(clients) == sorted(known)


@given(LIVES)
def test_filter_shows_what_contains_the_text(life: list[wire.Update]) -> None:
    index = Index(snapshots(life)[-1])
    shown = {key for keys in Filter(index, "FAILS").members.values() for key in keys}
    for key, row in index.snapshot.clients.items():
        if states.client_state(index, row).word == states.FAILS:
            assert key in shown


@given(LIVES)
def test_threads_are_those_that_created_clients_and_those_that_call(
    life: list[wire.Update],
) -> None:
    index = Index()
    for now in snapshots(life):
        index.update(now)
    for aliases in ([1], [2, 3], [1, 2, 3, 4, 5], []):
        clients = {key: row for key, row in now.clients.items() if row.alias in aliases}
        creators = {row.thread for row in clients.values()}
        callers = [row for row in now.workers.values() if row.client in clients]
        assert index.threads(aliases) == len(creators) + len(callers)


@given(LIVES)
def test_a_prediction_names_the_sharers(life: list[wire.Update]) -> None:
    index = Index(snapshots(life)[-1])
    for key, row in index.snapshot.clients.items():
        alias = index.alias_of(row)
        resolves = alias is not None and alias.connection is not None
        others = {
            other.id
            for other in index.snapshot.clients.values()
            if alias is not None and alias.close_breaks_sharers and other.alias == row.alias
        } - {key}
        predicted = close_impact.would_break(index, key)
        named = {n for first, last in predicted.clients for n in range(first, last + 1)}
        assert named == (others if resolves else set())
        broken = named | ({key} if resolves else set())
        threads = [w for w in index.snapshot.workers.values() if w.client in broken]
        assert predicted.threads == len(threads)


@given(LIVES)
def test_delta_says_what_differs(life: list[wire.Update]) -> None:
    shots = snapshots(life)
    for old, new in pairwise(shots):
        found = delta(old.clients, new.clients)
        assert set(found.gone) == old.clients.keys() - new.clients.keys()
        assert set(found.changed) == {
            key for key, row in new.clients.items() if old.clients.get(key) is not row
        }


def test_a_shared_table_costs_nothing() -> None:
    now = example_snapshots.many(3)
    assert delta(now.clients, now.clients) == Delta()


def test_many_clients_appear_and_disappear_at_once() -> None:
    index = Index(example_snapshots.many(3 * FEW))
    layout = Layout(index)
    gone = list(range(2, 2 * FEW))
    new = [example_snapshots.client(key) for key in range(1000, 1000 + 2 * FEW)]
    now = apply(index.snapshot, wire.Update(clients=new, gone={"clients": gone}))
    layout.update(index.update(now))
    assert rows(layout) == rows(Layout(Index(now)))


def test_tree_of_the_example() -> None:
    layout = Layout(Index(example_snapshots.after_close()))
    shown = [row.id for row in rows(layout)]
    assert shown[:6] == [
        ("socket", 1),
        ("connection", 2),
        ("client", 12),
        ("connection", 3),
        ("client", 13),
        ("connection", 4),
    ]
    assert shown[6:11] == [NO_CONNECTION, ("alias", 1), ("client", 1), ("client", 2), ("worker", 1)]


def test_several_aliases_of_one_connection_have_lines_of_their_own() -> None:
    now = example_snapshots.snapshot(
        clients=[example_snapshots.client(1), example_snapshots.client(2, 2)],
        aliases=[example_snapshots.alias(1, 1), example_snapshots.alias(2, 1, "orm")],
        connections=[example_snapshots.connection(1)],
        sockets=[wire.Socket(1, "a", "b")],
    )
    shown = [row.id for row in rows(Layout(Index(now)))]
    assert shown == [
        ("socket", 1),
        ("connection", 1),
        ("alias", 1),
        ("client", 1),
        ("alias", 2),
        ("client", 2),
    ]


def test_an_alias_that_only_the_registry_holds_is_shown() -> None:
    alias = replace(example_snapshots.alias(1, None), registered=True)
    shown = rows(Layout(Index(example_snapshots.snapshot(aliases=[alias]))))
    assert [row.id for row in shown] == [NO_CONNECTION, ("alias", 1)]


def test_an_alias_without_clients_or_registry_entry_is_not_shown() -> None:
    assert not rows(
        Layout(Index(example_snapshots.snapshot(aliases=[example_snapshots.alias(1, None)])))
    )
