"""A server that was away: its title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.OUTAGE


def test_title() -> None:
    assert title(KIND, "lost", count=2) == "The server was away: 2 calls failed"
    assert title(KIND, "over") == "The server was away: 1 call failed"
    assert title(KIND, "idle") == "The server was away, and no call was lost"
    assert title(KIND, "waiting") == "The server is away, and calls wait"


def test_severity() -> None:
    """A program whose server is away to its end is worse off than one that went on."""
    assert severity(KIND, "lost") == severity(KIND, "dead") == ERROR
    assert severity(KIND, "over") == severity(KIND, "waiting") == WARNING
    assert severity(KIND, "idle") == NOTE


def test_advice() -> None:
    assert "same client" in advice(KIND, "D", "over")
    assert "Upgrade" in advice(KIND, "F", "dead")
