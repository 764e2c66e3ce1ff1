"""An embedded server that ended under a client: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.EMBEDDED_SERVER_GONE


def test_title() -> None:
    assert title(KIND, "ended", client=3) == (
        "The embedded Milvus Lite of c3 ended, and nobody had closed it"
    )
    assert title(KIND, "released") == (
        "The embedded Milvus Lite of a client was released, and nobody had closed it"
    )


def test_severity() -> None:
    assert severity(KIND, "ended") == ERROR


def test_advice() -> None:
    assert "starts another server" in advice(KIND, "A", "ended")
    assert advice(KIND, "A", "released").startswith("Close the clients of a file before")
