"""Clients that another client moved: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.MOVED_TO_ANOTHER_DATABASE


def test_title() -> None:
    moved = "moved to another database"
    assert title(KIND, client=1, affected=((2, 2),)) == f"1 other client was {moved}"
    assert title(KIND, client=1, affected=((2, 4),)) == f"3 other clients were {moved}"
    assert title(KIND) == f"Other clients were {moved}"
    assert title_of_several(KIND, affected=((2, 4),)) == f"3 other clients were {moved}"


def test_severity() -> None:
    assert severity(KIND) == ERROR


def test_advice() -> None:
    assert "db_name=" in advice(KIND, "D")
    assert "alias=" in advice(KIND, "B")
