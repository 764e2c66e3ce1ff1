"""An alias of the ORM that another thread connected elsewhere: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.REPLACED_ALIAS


def test_title() -> None:
    assert title(KIND, name="books", count=3) == (
        "A thread used alias 'books' of the ORM, which another thread had connected elsewhere, "
        "3 times"
    )


def test_severity() -> None:
    assert severity(KIND) == ERROR


def test_advice() -> None:
    assert "alias of its own" in advice(KIND, "D")
