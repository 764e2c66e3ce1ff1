"""Calls that go to another database or server: their title, severity and advice."""

from __future__ import annotations

import pytest

from milvus_tui.model.findings.explanation import ERROR, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.CALLS_ELSEWHERE


def test_title() -> None:
    assert title(KIND, "iterator") == "An iterator goes on in another database than it began in"
    assert title(KIND, "address") == "An alias was taken by its address, and is in another database"
    assert title(KIND, "overridden") == (
        "A thread's using_database() was overridden by another thread's"
    )
    assert title(KIND) == "Calls go elsewhere than their caller asked for"
    assert title(KIND, "no database: flush") == "pymilvus sent a call without its database"
    assert title_of_several(KIND, "collection") == (
        "A Collection is used in another place than it was made in"
    )


@pytest.mark.parametrize(
    "detail", ["iterator", "collection", "address", "overridden", "no database: compact", ""]
)
def test_severity(detail: str) -> None:
    assert severity(KIND, detail) == ERROR


def test_a_switch_that_the_program_asked_for_is_a_warning() -> None:
    assert severity(KIND, "switched") == WARNING


def test_advice() -> None:
    assert "db_name=" in advice(KIND, "D")
    assert "2.6.7" in advice(KIND, "D", "iterator")
    assert "anew" in advice(KIND, "F", "collection")
    assert "2.6.9" in advice(KIND, "E", "no database: describe_collection")
    assert "MilvusClient(db_name" in advice(KIND, "F", "no database: list_aliases")
    assert "db_name=" in advice(KIND, "F", "no database: of_a_later_release")
    assert "alias of its own" in advice(KIND, "D", "overridden")
    assert "has_connection" in advice(KIND, "A", "address")
