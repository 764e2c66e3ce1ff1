"""A call that waits for the lock: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

KIND = Kind.HELD_UP


def test_title() -> None:
    assert title(KIND, "4100") == "A call waited 4.1 s for another client to connect"
    assert title(KIND, "what?") == "A call waited for another client to connect"
    assert title_of_several(KIND, "4100") == (
        "3 calls waited for another client to connect, the last 4.1 s"
    )


def test_severity() -> None:
    assert severity(KIND) == WARNING


def test_advice() -> None:
    assert "timeout=" in advice(KIND, "F")
