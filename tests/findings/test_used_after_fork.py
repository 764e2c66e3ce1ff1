"""A client that was used in a forked child: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.USED_AFTER_FORK


def test_title() -> None:
    assert title(KIND, client=9) == "c9, created before a fork, was used in the child"
    assert title_of_several(KIND, affected=((6, 8),)) == (
        "3 clients, created before a fork, were used in the child"
    )
    assert title(KIND, "orm", name="books", count=2) == (
        "Alias 'books' of the ORM, connected before a fork, was used in the child, 2 times"
    )


def test_severity() -> None:
    assert severity(KIND) == ERROR


def test_advice() -> None:
    assert "after the fork" in advice(KIND, "D")
    assert "connections.connect()" in advice(KIND, "D", "orm")
