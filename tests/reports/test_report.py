"""The report of `milvus-tui check`, as text and as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.coverage import clients_created
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply
from milvus_tui.reports.findings_report import report_data, report_lines, worst_of

NOW = example_snapshots.NOON + 75
LIMITS = Thresholds()


def test_each_finding_is_printed_with_its_call_site_and_advice() -> None:
    lines = report_lines([example_snapshots.with_findings()], LIMITS, NOW)
    assert lines[0] == (
        "milvus-tui: 2 errors, 2 warnings, 1 note; watched 42 clients in 1 process "
        "with pymilvus 2.6.6."
    )
    text = "\n".join(lines)
    for words in (
        "pid 4711 · app/main.py · pymilvus 2.6.6 · 42 clients created",
        "✗ error    c1.close() broke 10 other clients",
        "    at       /srv/shop/app/store.py:41 release",
        "    to do    In this release clients with the same URI",
        "⚠ warning  Alias",
        "returned after 40 s",
        "as above, “Alias c2-alias leaked",
    ):
        assert words in text
    assert "Too young" not in text
    assert "site-packages" not in text, "only calls of the program's own code"


def test_no_line_is_too_long_to_read() -> None:
    lines = report_lines([example_snapshots.with_findings()], LIMITS, NOW)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("snapshots", "line"),
    [
        ([], "nothing was watched: no Python process that imports pymilvus was seen."),
        ([EMPTY], "nothing was watched: no Python process that imports pymilvus was seen."),
        (
            [example_snapshots.shared(), example_snapshots.many(2)],
            "no findings; watched 15 clients in 2 processes with pymilvus 2.6.6.",
        ),
        (
            [example_snapshots.snapshot(target=[replace(example_snapshots.TARGET, pymilvus="")])],
            "no findings; watched 0 clients in 1 process, without pymilvus.",
        ),
    ],
)
def test_a_report_without_findings_says_what_it_watched(
    snapshots: list[Snapshot], line: str
) -> None:
    assert report_lines(snapshots, LIMITS, NOW) == [f"milvus-tui: {line}"]
    assert worst_of(snapshots, LIMITS, NOW) == ""


def test_each_process_has_its_own_findings() -> None:
    other = apply(
        example_snapshots.with_findings(),
        wire.Update(target=[replace(example_snapshots.TARGET, pid=4712, generation="F")]),
    )
    first, second = report_data([example_snapshots.with_findings(), other], LIMITS, NOW)
    assert (first["pid"], second["pid"]) == (4711, 4712)
    assert first["findings"][0]["advice"] != second["findings"][0]["advice"]
    text = "\n".join(report_lines([example_snapshots.with_findings(), other], LIMITS, NOW))
    assert text.index("pid 4711") < text.index("pid 4712")


def test_the_data_is_json_and_complete() -> None:
    (process,) = json.loads(
        json.dumps(report_data([example_snapshots.with_findings()], LIMITS, NOW))
    )
    assert process["pid"] == 4711
    assert process["clients_made"] == 42
    assert [one["severity"] for one in process["findings"]] == [
        "error", "error", "warning", "warning", "note",
    ]  # fmt: skip
    broke = process["findings"][0]
    assert broke.keys() == {
        "kind", "severity", "title", "evidence", "place", "frames", "also", "also_frames", "why",
        "advice", "since", "ended_at", "ended_by", "count", "clients",
    }  # fmt: skip
    assert (broke["kind"], broke["ended_at"], broke["clients"]) == (
        "collateral close",
        None,
        [[1, 11]],
    )
    assert broke["frames"][0] == {
        "path": "/srv/shop/app/store.py", "line": 41, "function": "release", "own": True,
    }  # fmt: skip
    assert process["findings"][3]["ended_at"] == example_snapshots.NOON + 43


def test_thresholds_decide_what_is_a_finding() -> None:
    snapshot = example_snapshots.with_findings()
    assert "Too young" in str(report_data([snapshot], Thresholds(leak_after=1.0), NOW))
    assert "Too young" in str(report_data([snapshot], LIMITS, NOW + 10))


def test_removed_clients_are_counted_too() -> None:
    removed = apply(example_snapshots.many(9), wire.Update(gone={"clients": [1, 2, 3]}))
    assert clients_created(removed) == 9
    assert (
        clients_created(apply(removed, wire.Update(sites=[example_snapshots.site(1, created=40)])))
        == 40
    )


def test_the_highest_severity_of_all_processes() -> None:
    assert (
        worst_of([example_snapshots.shared(), example_snapshots.with_findings()], LIMITS, NOW)
        == "error"
    )


def test_events_that_are_not_kept_are_said_and_hide_no_finding() -> None:
    event = wire.Event(1_235, NOW, "closed", "c1.close() by app.py:7 main")
    seen = apply(example_snapshots.shared(), wire.Update(events=[event]))
    seen = replace(seen, events={event.id: event})
    lines = report_lines([seen], LIMITS, NOW)
    assert lines[0].startswith("milvus-tui: no findings; watched 13 clients")
    assert "  not kept: 1,234 events, the oldest; no finding needs one" in lines
    assert report_data([seen], LIMITS, NOW)[0]["events_dropped"] == 1_234
