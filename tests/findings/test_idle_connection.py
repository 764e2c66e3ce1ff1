"""A shared connection without a client: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report, severity, title, title_of_several

KIND = Kind.IDLE_CONNECTION


def test_title() -> None:
    assert title(KIND, connection=2) == "Connection B is open, with no client left"
    assert title(KIND) == "A connection is open, with no client left"
    assert title_of_several(KIND) == "3 connections are open, with no client left"


def test_one_or_two_are_a_note_and_three_are_a_warning() -> None:
    rows = [finding(KIND, number, connection=number) for number in (1, 2, 3)]
    assert severity(KIND) == NOTE
    assert {one.severity for one in report(*rows[:2], generation="F")} == {NOTE}
    assert {one.severity for one in report(*rows, generation="F")} == {WARNING}


def test_it_counts_after_a_minute() -> None:
    row = finding(KIND, at=NOON)
    assert not report(row, now=NOON + 59)
    assert report(row, now=NOON + 60)


def test_advice() -> None:
    assert "dedicated=True" in advice(KIND, "F")
