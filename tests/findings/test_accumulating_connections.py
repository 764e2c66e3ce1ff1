"""Connections that one place opens and keeps: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model import example_snapshots
from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report_one, severity, title

KIND = Kind.ACCUMULATING_CONNECTIONS


def test_title() -> None:
    assert title(KIND, count=60) == "60 connections of one place are kept open and not used"


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_advice_is_for_the_release_at_hand() -> None:
    assert "a connection of its own in this release" in advice(KIND, "A")
    assert "dedicated=True" in advice(KIND, "F")


def test_the_clients_that_were_open_at_the_end_are_part_of_it() -> None:
    rows = [
        finding(KIND, 1, place=1, count=60),
        finding(Kind.UNCLOSED_CLIENT, 2, place=1, detail="exit", count=60, text="60 were open."),
    ]
    one = report_one(*rows, sites=[example_snapshots.site(1)])
    assert (one.kind, one.evidence[-1]) == (KIND, "60 were open.")
