"""An alias of the ORM that another thread connected elsewhere: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.agent.findings.replaced_alias import LEFT_OUT
from milvus_tui.model.findings.explanation import ERROR, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.REPLACED_ALIAS


def test_title() -> None:
    assert title(KIND, name="books", count=3) == (
        "A thread used alias 'books' of the ORM, which another thread had connected elsewhere, "
        "3 times"
    )


def test_title_where_a_connect_left_something_out() -> None:
    assert title(KIND, name="books", detail=LEFT_OUT) == (
        "A second connect() left out what alias 'books' of the ORM had been connected with"
    )


def test_severity() -> None:
    assert severity(KIND) == ERROR
    assert severity(KIND, detail=LEFT_OUT) == WARNING


def test_advice() -> None:
    assert "alias of its own" in advice(KIND, "D")
    assert "Connect an alias once" in advice(KIND, "D", LEFT_OUT)
