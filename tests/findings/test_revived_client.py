"""A closed client that works again: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.REVIVED_CLIENT


def test_title() -> None:
    assert title(KIND, client=6) == "c6 was closed, and works again"
    assert title_of_several(KIND, affected=((6, 8),)) == "3 clients were closed, and work again"


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_advice() -> None:
    assert "the same alias" in advice(KIND, "D")
    assert "the same alias" not in advice(KIND, "F")
