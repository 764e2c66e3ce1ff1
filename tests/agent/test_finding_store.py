"""Findings as rows: begun once, updated, ended, and never too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.agent.findings.finding_store import MOST, FindingStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.model import example_snapshots
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.wire import Finding


@pytest.fixture
def tables() -> Tables:
    return Tables()


@pytest.fixture
def store(tables: Tables) -> FindingStore:
    return FindingStore(tables)


def rows(tables: Tables) -> list[Finding]:
    found = (tables.get("findings", key) for key in tables.keys("findings"))
    return [row for row in found if row is not None]


def test_an_open_finding_is_one_row_from_when_it_began(store: FindingStore, tables: Tables) -> None:
    store.begin(Kind.LEAKED_ALIAS, 7, 100.0, "first")
    store.begin(Kind.LEAKED_ALIAS, 7, 105.0, "again", alias=3)
    (row,) = rows(tables)
    assert (row.at, row.text, row.alias, row.ended_at) == (100.0, "again", 3, None)
    assert store.is_open(Kind.LEAKED_ALIAS, 7)
    assert store.open_keys(Kind.LEAKED_ALIAS) == [7]


def test_an_ended_finding_stays_and_says_what_ended_it(store: FindingStore, tables: Tables) -> None:
    store.begin(Kind.LEAKED_ALIAS, 7, 100.0, "it")
    store.end(Kind.LEAKED_ALIAS, 7, 140.0, "c9")
    store.end(Kind.LEAKED_ALIAS, 8, 140.0, "never begun")
    (row,) = rows(tables)
    assert (row.ended_at, row.ended_by) == (140.0, "c9")
    assert not store.is_open(Kind.LEAKED_ALIAS, 7)


def test_a_finding_that_begins_again_is_another_row(store: FindingStore, tables: Tables) -> None:
    for at in (100.0, 200.0):
        store.begin(Kind.LEAKED_ALIAS, 7, at, "it")
        store.end(Kind.LEAKED_ALIAS, 7, at + 1)
    assert [row.at for row in rows(tables)] == [100.0, 200.0]


def test_repetitions_are_counted(store: FindingStore, tables: Tables) -> None:
    counts = [store.begin_or_count(Kind.UNCLOSED_CLIENT, "here", 1.0, "it") for _ in range(3)]
    assert counts == [1, 2, 3]
    (row,) = rows(tables)
    assert row.count == 3


def test_a_false_alarm_leaves_no_row(store: FindingStore, tables: Tables) -> None:
    store.begin(Kind.LEAKED_ALIAS, 7, 100.0, "it")
    store.discard(Kind.LEAKED_ALIAS, 7)
    store.discard(Kind.LEAKED_ALIAS, 7)
    assert rows(tables) == []
    assert not store.is_open(Kind.LEAKED_ALIAS, 7)


def test_ended_findings_are_removed_before_open_ones(store: FindingStore, tables: Tables) -> None:
    for number in range(MOST):
        store.begin(Kind.LEAKED_ALIAS, number, float(number), "it")
    store.end(Kind.LEAKED_ALIAS, 300, 1_000.0)
    store.begin(Kind.LEAKED_ALIAS, "one more", 1_001.0, "it")
    assert len(rows(tables)) == MOST
    assert all(row.ended_at is None for row in rows(tables))
    store.begin(Kind.LEAKED_ALIAS, "and another", 1_002.0, "it")
    assert len(rows(tables)) == MOST
    assert not store.is_open(Kind.LEAKED_ALIAS, 0), "the oldest is removed"
    assert store.is_open(Kind.LEAKED_ALIAS, "and another")


def test_a_removed_finding_can_begin_again(store: FindingStore, tables: Tables) -> None:
    for number in range(MOST + 1):
        store.begin(Kind.LEAKED_ALIAS, number, float(number), "it")
    store.begin(Kind.LEAKED_ALIAS, 0, 2_000.0, "it")
    assert store.is_open(Kind.LEAKED_ALIAS, 0)
    assert max(row.at for row in rows(tables)) == 2_000.0


def test_what_is_not_kept_counts_as_not_judged(store: FindingStore, tables: Tables) -> None:
    tables.put("target", example_snapshots.TARGET)
    for key in range(MOST):
        store.begin(Kind.LEAKED_ALIAS, key, 100.0, "one")
    assert tables.get("target", 0) == example_snapshots.TARGET
    store.begin(Kind.LEAKED_ALIAS, MOST, 100.0, "one too many")
    row = tables.get("target", 0)
    assert row is not None
    assert row.not_judged == (f"findings beyond the {MOST} that are kept",)
