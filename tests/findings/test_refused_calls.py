"""Calls that the server refused: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR, NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report_one, severity

KIND = Kind.REFUSED_CALLS
TEXT = "the server refused search() with 100 in app.py:7 main: collection not found"


def test_title() -> None:
    assert report_one(finding(KIND, text=TEXT)).title == "The server refused search() with 100"
    many = report_one(finding(KIND, text=TEXT, count=12)).title
    assert many == "The server refused search() with 100, 12 times"


def test_severity() -> None:
    """A refusal may be expected; one of the login, of a limit, or of every call is not."""
    assert severity(KIND) == NOTE
    assert severity(KIND, "login") == ERROR
    assert severity(KIND, "limit") == severity(KIND, "all") == WARNING


def test_advice() -> None:
    assert "using=" in advice(KIND, "D", "login")
    assert "quotaAndLimits" in advice(KIND, "D", "limit")
