"""An async client in another event loop: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.WRONG_EVENT_LOOP


def test_title() -> None:
    assert title(KIND, "used", client=6) == "c6 was used in another event loop than its own"
    assert title_of_several(KIND, "used", affected=((6, 8),)) == (
        "3 clients were used in another event loop than their own"
    )


def test_title_of_a_client_that_was_not_closed() -> None:
    assert title(KIND, "left", client=60) == "c60 was not closed before its event loop was"
    assert title(KIND, "left", client=60, count=59) == (
        "59 clients were not closed before their event loop was"
    )


def test_title_of_a_client_made_at_import() -> None:
    assert title(KIND, "made uvicorn", client=6) == (
        "c6 was created outside of the event loop of its calls"
    )


def test_the_cure_is_the_frameworks() -> None:
    assert "lifespan" in advice(KIND, "D", "made uvicorn")
    assert "lifespan" in advice(KIND, "F", "used uvicorn")
    assert "loop_scope" in advice(KIND, "D", "used pytest_asyncio")
    assert "a cell that awaits" in advice(KIND, "D", "used ipykernel")
    assert "imported" in advice(KIND, "D", "made")
    assert "imported" not in advice(KIND, "D", "used")


def test_severity() -> None:
    assert severity(KIND, "used") == ERROR
    assert severity(KIND, "left") == WARNING


def test_advice() -> None:
    assert "asyncio.run()" in advice(KIND, "D")
    assert "connection manager" in advice(KIND, "F", "left")
