"""Connections that are closed soon: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.SHORT_LIVED_CONNECTIONS


def test_title() -> None:
    assert title(KIND, "1200", count=12) == "12 short-lived connections opened in one place"


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_advice_is_for_the_release_at_hand() -> None:
    assert "opens its own connection" in advice(KIND, "A")
    assert "alias=" not in advice(KIND, "A")
    assert "dedicated=True" in advice(KIND, "F")
