"""What is evidence for another finding, and is none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.model import example_snapshots
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.wire import Kind
from tests.findings.reporting import finding, report, report_one

if TYPE_CHECKING:
    from milvus_tui.wire import Finding

AT = NOON + 10.0
REFUSED = "the server refused search() with 100 in app.py:7 main: not found"


def outage(detail: str = "lost", **fields: object) -> Finding:
    """An outage of connection 1, of two seconds."""
    span = {"at": AT, "ended_at": AT + 2, **fields}
    return finding(Kind.OUTAGE, 1, connection=1, detail=detail, text="away", **span)


def refused(**fields: object) -> Finding:
    """A refused call on connection 1, during the outage."""
    given = {"at": AT + 1, "connection": 1, "detail": "", "place": 7, "text": REFUSED, **fields}
    return finding(Kind.REFUSED_CALLS, 2, **given)


def test_a_call_that_an_outage_explains() -> None:
    one = report_one(outage(), refused())
    assert one.kind == Kind.OUTAGE
    assert one.evidence == ("away", REFUSED)


@pytest.mark.parametrize(
    "other",
    [
        refused(connection=2),
        refused(at=AT - 5),
        refused(at=AT + 5),
        refused(detail="login"),
        refused(detail="limit"),
    ],
    ids=["another connection", "before", "after", "login", "limit"],
)
def test_a_call_that_has_a_cause_of_its_own(other: Finding) -> None:
    assert len(report(outage(), other)) == 2


def test_a_call_in_the_wrong_event_loop() -> None:
    row = finding(Kind.WRONG_EVENT_LOOP, 1, at=AT, connection=1, detail="used", text="used")
    failed = finding(Kind.FAILED_CALLS, 2, at=AT, connection=1, text="search() raised")
    assert report_one(row, failed).kind == Kind.WRONG_EVENT_LOOP


@pytest.mark.parametrize(("detail", "size"), [("lost", 1), ("idle", 2)])
def test_never_ready_beside_an_outage_of_its_address(detail: str, size: int) -> None:
    """What is only a note takes no warning away."""
    connections: list[object] = [example_snapshots.connection(key) for key in (1, 2)]
    never = finding(
        Kind.NEVER_READY, 2, at=AT - 3, connection=2, detail="", text="never", ended_at=AT + 20
    )
    found = report(outage(detail, ended_at=AT + 20), never, connections=connections)
    assert len(found) == size
    assert found[0].kind == (Kind.OUTAGE if size == 1 else Kind.NEVER_READY)


def test_a_client_that_is_open_when_its_file_is_lost() -> None:
    lost = finding(Kind.REPLACED_FILE, 1, at=AT, connection=1, detail="opened", place=7)
    left = finding(Kind.UNCLOSED_CLIENT, 2, at=AT + 1, detail="exit", place=7, text="open")
    elsewhere = finding(Kind.UNCLOSED_CLIENT, 3, at=AT + 1, detail="exit", place=8, text="open")
    sites = [example_snapshots.site(key) for key in (7, 8)]
    assert report_one(lost, left, sites=sites).kind == Kind.REPLACED_FILE
    assert len(report(lost, elsewhere, sites=sites)) == 2
