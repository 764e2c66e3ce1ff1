"""A channel that never became ready: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report, severity, title, title_of_several

KIND = Kind.NEVER_READY


def test_title() -> None:
    assert title(KIND, connection=2) == "Connection B never became ready"
    assert title(KIND) == "A connection never became ready"
    assert title_of_several(KIND) == "3 connections never became ready"


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_it_counts_after_a_while() -> None:
    row = finding(KIND, at=NOON)
    assert not report(row, now=NOON + 4)
    assert report(row, now=NOON + 5)


def test_advice() -> None:
    assert "before its connection is ready" in advice(KIND, "D")
    assert "before its connection is ready" not in advice(KIND, "F")
