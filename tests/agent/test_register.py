"""Findings as rows: begun once, brought up to date, over, and never too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.agent.findings.finding_store import MOST, FindingStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.wire import Finding


@pytest.fixture
def tables() -> Tables:
    return Tables()


def rows(tables: Tables) -> list[Finding]:
    found = (tables.get("findings", key) for key in tables.keys("findings"))
    return [row for row in found if row is not None]


def test_what_holds_is_one_row_from_when_it_began(tables: Tables) -> None:
    register = FindingStore(tables)
    register.begin(Kind.LEAKED_ALIAS, 7, 100.0, "first")
    register.begin(Kind.LEAKED_ALIAS, 7, 105.0, "again", alias=3)
    (row,) = rows(tables)
    assert (row.at, row.text, row.alias, row.ended_at) == (100.0, "again", 3, None)
    assert register.holds(Kind.LEAKED_ALIAS, 7)


def test_what_is_over_stays_and_says_who_ended_it(tables: Tables) -> None:
    register = FindingStore(tables)
    register.begin(Kind.LEAKED_ALIAS, 7, 100.0, "it")
    register.end(Kind.LEAKED_ALIAS, 7, 140.0, "c9")
    register.end(Kind.LEAKED_ALIAS, 8, 140.0, "never begun")
    (row,) = rows(tables)
    assert (row.ended_at, row.ended_by) == (140.0, "c9")
    assert not register.holds(Kind.LEAKED_ALIAS, 7)


def test_what_begins_anew_is_another_finding(tables: Tables) -> None:
    register = FindingStore(tables)
    for at in (100.0, 200.0):
        register.begin(Kind.LEAKED_ALIAS, 7, at, "it")
        register.end(Kind.LEAKED_ALIAS, 7, at + 1)
    assert [row.at for row in rows(tables)] == [100.0, 200.0]


def test_how_often_is_counted(tables: Tables) -> None:
    register = FindingStore(tables)
    assert [register.again(Kind.UNCLOSED_CLIENT, "here", 1.0, "it") for _ in range(3)] == [1, 2, 3]
    (row,) = rows(tables)
    assert row.count == 3


def test_those_that_are_over_go_before_those_that_hold(tables: Tables) -> None:
    register = FindingStore(tables)
    for number in range(MOST):
        register.begin(Kind.LEAKED_ALIAS, number, float(number), "it")
    register.end(Kind.LEAKED_ALIAS, 300, 1_000.0)
    register.begin(Kind.LEAKED_ALIAS, "one more", 1_001.0, "it")
    assert len(rows(tables)) == MOST
    assert all(row.ended_at is None for row in rows(tables))
    register.begin(Kind.LEAKED_ALIAS, "and another", 1_002.0, "it")
    assert len(rows(tables)) == MOST
    assert not register.holds(Kind.LEAKED_ALIAS, 0), "the oldest went"
    assert register.holds(Kind.LEAKED_ALIAS, "and another")


def test_one_that_went_can_be_found_again(tables: Tables) -> None:
    register = FindingStore(tables)
    for number in range(MOST + 1):
        register.begin(Kind.LEAKED_ALIAS, number, float(number), "it")
    register.begin(Kind.LEAKED_ALIAS, 0, 2_000.0, "it")
    assert register.holds(Kind.LEAKED_ALIAS, 0)
    assert max(row.at for row in rows(tables)) == 2_000.0
