"""A password that the server never saw: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.UNCHECKED_PASSWORD


def test_title() -> None:
    assert title(KIND, client=3) == "The password of c3 was never checked"
    assert title(KIND) == "The password of a client was never checked"
    assert title_of_several(KIND, affected=((6, 8),)) == (
        "The password of 3 clients was never checked"
    )


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_advice() -> None:
    assert "its own alias=" in advice(KIND, "D")
