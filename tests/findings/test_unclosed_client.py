"""Clients that were dropped without close(): their title, severity and advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from milvus_tui.model import example_snapshots
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.model.findings.reported import Reported, reported_findings
from milvus_tui.wire import Kind
from tests.findings.reporting import LIMITS, NOW, advice, finding, report, severity, title

if TYPE_CHECKING:
    from milvus_tui import wire

KIND = Kind.UNCLOSED_CLIENT


def test_title() -> None:
    assert title(KIND, "collected") == "1 client was dropped without close()"
    assert title(KIND, "shared", count=3) == "3 clients were dropped without close()"
    assert title(KIND, "exit", count=2) == "2 clients were not closed when the program ended"


def test_severity() -> None:
    assert severity(KIND, "collected") == WARNING
    assert severity(KIND, "shared") == NOTE
    assert severity(KIND, "exit") == NOTE


def test_advice_is_for_the_release_at_hand() -> None:
    assert "close the last one only" in advice(KIND, "D", "collected")
    assert "dedicated=True" in advice(KIND, "F", "collected")
    assert "Nothing needs to be done" in advice(KIND, "F", "shared")


def dropped(detail: str, at: float = NOW - 1, number: int = 1, **fields: Any) -> wire.Finding:
    return finding(KIND, number, detail=detail, at=at, place=1, **fields)


def ended_at(end: float, *rows: wire.Finding) -> tuple[Reported, ...]:
    target = replace(example_snapshots.TARGET, generation="A", ended=end)
    sites = [example_snapshots.site(1)]
    snapshot = example_snapshots.snapshot(target=[target], findings=rows, sites=sites)
    return reported_findings(snapshot, LIMITS, NOW)


def test_a_client_dropped_as_the_code_ended_is_a_leak_once_the_program_goes_on() -> None:
    assert not report(dropped("last"), now=NOW)
    (one,) = report(dropped("last", at=NOW - LIMITS.leak_after), now=NOW)
    assert one.severity == WARNING


def test_a_client_dropped_as_the_program_ended_is_a_note() -> None:
    (one,) = ended_at(NOW, dropped("last"))
    assert one.severity == NOTE


def test_a_client_and_the_alias_that_it_left_are_one_finding() -> None:
    alias = finding(Kind.LEAKED_ALIAS, 2, at=NOON, place=1, alias=4)
    seen = dropped("collected", count=3, text="3 clients were dropped.")
    (one,) = ended_at(NOW, seen, alias)
    assert (one.kind, one.severity, one.count) == (Kind.LEAKED_ALIAS, WARNING, 1)
    assert one.evidence[-1] == "3 clients were dropped."


def test_a_client_that_was_open_at_the_end_is_another_finding() -> None:
    alias = finding(Kind.LEAKED_ALIAS, 2, at=NOON, place=1, alias=4)
    kinds = {one.kind for one in ended_at(NOW, dropped("exit"), alias)}
    assert kinds == {KIND, Kind.LEAKED_ALIAS}
