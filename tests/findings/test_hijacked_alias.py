"""A client on another server, database or user: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.HIJACKED_ALIAS


def test_title() -> None:
    assert title(KIND, "server, database", client=3) == (
        "c3 is bound to another server and database than it requested"
    )
    assert title(KIND, "login", client=3) == "c3 is bound to another user than it requested"
    assert title(KIND, "a word of tomorrow") == (
        "A client is bound to another connection than it requested"
    )
    assert title_of_several(KIND, "server", affected=((6, 8),)) == (
        "3 clients are bound to another server than they requested"
    )


def test_severity() -> None:
    assert severity(KIND, "server") == ERROR


def test_advice_is_for_the_release_at_hand() -> None:
    assert "Give each its own alias=, or none" in advice(KIND, "D")
    assert "token" not in advice(KIND, "D")
    assert "dedicated=True" in advice(KIND, "F")
