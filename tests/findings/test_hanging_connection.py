"""Hanging connections: title, severity and advice by cause and generation."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import ERROR
from milvus_tui.wire import Cause, Kind
from tests.findings.reporting import advice, finding, report_one, severity

KIND = Kind.HANGING_CONNECTION


def test_title() -> None:
    row = finding(KIND, detail="refused", name="127.0.0.1:19530")
    assert report_one(row).title == (
        "Connecting to 127.0.0.1:19530 does not end: connection refused"
    )
    assert severity(KIND) == severity(KIND, "refused") == ERROR


def test_what_never_ends_depends_on_the_release() -> None:
    assert "2.6.13" in advice(KIND, "F")
    assert "2.6.13" in advice(KIND, "F", Cause.REFUSED)
    assert "asyncio.wait_for()" in advice(KIND, "E", Cause.REFUSED)


def test_no_timeout_helps_where_it_can_never_work() -> None:
    assert "init_gevent()" in advice(KIND, "F", Cause.GEVENT)
    assert "2.6.11" in advice(KIND, "F", Cause.EMPTY_ADDRESS)
    assert not any("2.6.13" in advice(KIND, "F", each) for each in (Cause.GEVENT, Cause.NO_LOOP))
