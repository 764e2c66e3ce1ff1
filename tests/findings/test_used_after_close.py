"""A closed client that was used and failed: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.USED_AFTER_CLOSE


def test_title() -> None:
    assert title(KIND, client=6, affected=((6, 6),)) == "c6 was used after close() and failed"
    assert title(KIND, client=6, affected=((6, 6),), count=12) == (
        "c6 was used after close() and failed, 12 times"
    )
    assert title_of_several(KIND, affected=((6, 8),)) == (
        "3 clients were used after close() and failed"
    )


def test_severity() -> None:
    assert severity(KIND) == ERROR


def test_advice_names_the_error_of_the_release() -> None:
    assert "ConnectionNotExistException" in advice(KIND, "D")
    assert "AttributeError" in advice(KIND, "F")
