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
    of_none = report_one(finding(KIND, text=TEXT, detail="none", count=2)).title
    assert of_none == "A login of None was sent as the text “None”, and refused, 2 times"


def test_severity() -> None:
    """A refusal may be expected; one of the login, of a limit, or of every call is not."""
    assert severity(KIND) == NOTE
    assert severity(KIND, "login") == severity(KIND, "none") == ERROR
    assert severity(KIND, "limit") == severity(KIND, "all") == WARNING


def test_advice() -> None:
    assert "using=" in advice(KIND, "D", "login")
    assert 'token=os.environ.get("MILVUS_TOKEN", "")' in advice(KIND, "E", "none")
    assert "quotaAndLimits" in advice(KIND, "D", "limit")
