"""A plain call in a running event loop: its title, severity, threshold and advice."""

from __future__ import annotations

import pytest

from milvus_tui.model import example_snapshots
from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.model.findings.reported import reported_findings
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.wire import Kind
from tests.findings.reporting import NOW, advice, finding, report_one, title

KIND = Kind.BLOCKED_EVENT_LOOP


def test_title() -> None:
    assert title(KIND, "340") == "A plain call held up an event loop for 340 ms"
    assert title(KIND, "1500", count=4) == "4 plain calls held up an event loop, for up to 1.5 s"


@pytest.mark.parametrize(
    ("milliseconds", "count", "expected"),
    [("120", 1, NOTE), ("120", 3, WARNING), ("1200", 1, WARNING)],
)
def test_a_rare_and_short_one_is_a_note(milliseconds: str, count: int, expected: str) -> None:
    assert report_one(finding(KIND, detail=milliseconds, count=count)).severity == expected


def test_the_threshold_is_the_longest_calls() -> None:
    snapshot = example_snapshots.snapshot(findings=[finding(KIND, detail="300")])
    assert reported_findings(snapshot, Thresholds(blocked_after=0.3), NOW) != ()
    assert reported_findings(snapshot, Thresholds(blocked_after=0.31), NOW) == ()


def test_advice() -> None:
    assert "asyncio.to_thread" in advice(KIND, "D", "300")
