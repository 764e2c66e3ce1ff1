"""Clients that were dropped without close(): their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.UNCLOSED_CLIENT


def test_title() -> None:
    assert title(KIND, "collected") == "1 client was dropped without close()"
    assert title(KIND, "shared", count=3) == "3 clients were dropped without close()"
    assert title(KIND, "exit", count=2) == "2 clients were not closed when the program ended"


def test_severity() -> None:
    assert severity(KIND, "collected") == WARNING
    assert severity(KIND, "shared") == NOTE
    assert severity(KIND, "exit") == NOTE


def test_advice_is_for_the_release_at_hand() -> None:
    assert "close the last one only" in advice(KIND, "D", "collected")
    assert "dedicated=True" in advice(KIND, "F", "collected")
    assert "Nothing needs to be done" in advice(KIND, "F", "shared")
