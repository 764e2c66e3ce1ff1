"""A client without the TLS it requested: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.PLAIN_TEXT_FOR_HTTPS


def test_title() -> None:
    assert title(KIND, client=3) == "c3 requested TLS, and its connection is in plain text"
    assert title_of_several(KIND, affected=((6, 8),)) == (
        "3 clients requested TLS, and their connection is in plain text"
    )


def test_severity() -> None:
    assert severity(KIND) == ERROR


def test_advice() -> None:
    assert "its own alias=" in advice(KIND, "D")
    assert "dedicated=True" in advice(KIND, "F")
