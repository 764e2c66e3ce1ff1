"""A call through an alias of the ORM without a connection: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, NOTE
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.ALIAS_NOT_CONNECTED


def test_title() -> None:
    assert title(KIND, "never", name="books") == (
        "Alias 'books' of the ORM was used, and it was never connected"
    )
    assert title(KIND, "disconnected", name="books", count=3) == (
        "Alias 'books' of the ORM was used 3 times, and it had been disconnected"
    )
    assert title(KIND) == "An alias of the ORM was used, and it was never connected"


def test_severity() -> None:
    assert severity(KIND, "never") == severity(KIND, "client") == ERROR
    assert severity(KIND, "tried") == NOTE


def test_advice_is_for_the_cause() -> None:
    assert "the client's own methods" in advice(KIND, "A", "client")
    assert "using=" in advice(KIND, "D", "other")
    assert "connections.connect()" in advice(KIND, "F", "configured")
    assert "initializer=" in advice(KIND, "D", "worker")
    assert "langchain-milvus" in advice(KIND, "F", "internal")
    assert "langchain-milvus" not in advice(KIND, "E", "internal")
    assert "keep_alive" in advice(KIND, "D", "keep alive")
