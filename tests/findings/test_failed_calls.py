"""Calls that pymilvus itself raised for: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import NOTE
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, finding, report_one, severity

KIND = Kind.FAILED_CALLS


def test_title() -> None:
    text = "search() raised ParamError in app.py:7 main: `limit` value -1 is illegal"
    one = report_one(finding(KIND, text=text, count=2))
    assert one.title == "search() raised ParamError, 2 times"


def test_severity() -> None:
    assert severity(KIND) == severity(KIND, "timeout") == NOTE


def test_advice() -> None:
    assert "arguments" in advice(KIND, "D")
    assert "longer timeout=" in advice(KIND, "D", "timeout")
