"""What the dashboard reports of the findings of an agent, of all kinds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.model import example_snapshots, predictions
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings import findings_page
from milvus_tui.model.findings.explanation import ERROR, GENERATIONS, NOTE, SEVERITIES, WARNING
from milvus_tui.model.findings.kinds import KINDS
from milvus_tui.model.findings.reported import joined, next_due, reported_findings, worst
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.model.findings.wrong_prediction import WRONG_PREDICTION
from milvus_tui.model.snapshot import Snapshot, apply
from milvus_tui.wire import Kind, client_names
from tests.findings.reporting import LIMITS, NOW, report, report_one

EVERY_KIND = sorted(value for name, value in vars(Kind).items() if name.isupper())
DETAILS = [
    "", "orm", "used", "unused", "collected", "exit", "used", "left", "dedicated", "server",
    "server,database", "login password", "security", "1200", "4100.5", "what is this?",
]  # fmt: skip


SPANS = st.lists(st.integers(1, 30), max_size=5, unique=True).map(
    lambda ids: tuple((key, key) for key in sorted(ids))
)
MAYBE = st.one_of(st.none(), st.integers(1, 4))
ROWS = st.builds(
    example_snapshots.finding,
    st.integers(1, 40),
    st.sampled_from([*EVERY_KIND, "a kind of tomorrow"]),
    at=st.floats(NOON, NOW),
    ended_at=st.one_of(st.none(), st.floats(NOON, NOW)),
    text=st.text(max_size=30),
    ended_by=st.text(max_size=30),
    client=MAYBE,
    alias=MAYBE,
    connection=MAYBE,
    place=st.integers(0, 3),
    affected=SPANS,
    count=st.integers(0, 50),
    detail=st.one_of(st.sampled_from(DETAILS), st.text(max_size=9)),
)
ALIAS_TEXTS = st.text(max_size=30)


@given(
    st.lists(ROWS, max_size=8, unique_by=lambda row: row.id),
    st.sampled_from(["", *GENERATIONS, "Z"]),
    ALIAS_TEXTS,
)
def test_whatever_an_agent_reports_is_explained(
    rows: list[wire.Finding], generation: str, name: str
) -> None:
    aliases: list[object] = [
        example_snapshots.alias(1, 1, name),
        example_snapshots.alias(2, None, name),
    ]
    sites: list[object] = [example_snapshots.site(1), example_snapshots.site(2, function=name)]
    reported = report(*rows, generation=generation, aliases=aliases, sites=sites)
    assert len({one.key for one in reported}) == len(reported)
    for one in reported:
        assert one.severity in SEVERITIES
        assert one.title.strip() == one.title != ""
        assert len(one.title.splitlines()) == 1
        assert one.why
        assert one.advice
        assert not set("{}") & set(one.why + one.advice.replace(POOL, ""))
        assert one.short_duration(NOW)
        assert one.full_duration(NOW)


POOL = '{"grpc.use_local_subchannel_pool": 1}'


@given(ROWS)
def test_a_finding_that_did_not_last_is_not_reported(row: wire.Finding) -> None:
    if row.kind == Kind.BLOCKED_EVENT_LOOP:
        assert bool(report(row)) == (row.detail.isdecimal() and int(row.detail) >= 100)
        return
    lasted = (NOW if row.ended_at is None else row.ended_at) - row.at
    limit = {Kind.LEAKED_ALIAS: 5.0, Kind.NEVER_READY: 5.0, Kind.IDLE_CONNECTION: 60.0}.get(
        row.kind, -1e9
    )
    assert bool(report(row)) == (lasted >= limit)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("kind", [*EVERY_KIND, WRONG_PREDICTION])
def test_every_kind_is_explained_for_every_release(kind: str, generation: str) -> None:
    explanation = KINDS[kind]
    for detail in ("", *explanation.variants):
        assert explanation.advice_of(generation, detail)
        assert explanation.why_of(detail).endswith(".")
        assert explanation.severity_of(detail) in SEVERITIES


def test_no_finding_lasts_longer_than_its_program() -> None:
    target = replace(example_snapshots.TARGET, ended=NOON + 4)
    snapshot = example_snapshots.snapshot(
        target=[target], findings=[example_snapshots.finding(1, Kind.LEAKED_ALIAS)]
    )
    assert reported_findings(snapshot, LIMITS, NOW) == ()
    assert next_due(snapshot, LIMITS, NOW) is None
    assert reported_findings(snapshot, Thresholds(leak_after=3.0), NOW) != ()


@pytest.mark.parametrize("generation", "ABCDE")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_advice_names_dedicated_where_the_release_swallows_it(
    kind: str, generation: str
) -> None:
    advice = KINDS[kind].advice_of(generation, "")
    assert "dedicated=True" not in advice.replace("swallows dedicated=True", "")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_advice_names_alias_where_the_release_does_not_take_it(kind: str) -> None:
    for generation in "AF":
        advice = KINDS[kind].advice_of(generation, "")
        for right in ("no alias=", "Leave alias= out"):
            advice = advice.replace(right, "")
        assert "alias=" not in advice


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=9))
def test_ranges_are_joined_as_sets_would_be(spans: list[tuple[int, int]]) -> None:
    ranges = [(first, first + more) for first, more in spans]
    ids = {key for first, last in ranges for key in range(first, last + 1)}
    assert joined(ranges) == client_names.ranges(ids)


def test_leaks_of_one_place_are_one_finding() -> None:
    rows = [
        example_snapshots.finding(key, Kind.LEAKED_ALIAS, alias=key, place=1, text=f"alias {key}")
        for key in range(1, 38)
    ]
    one = report_one(*rows, sites=[example_snapshots.site(1)])
    assert one.title == "37 aliases leaked, with no client left"
    assert (one.count, one.since) == (37, NOON + 1)
    assert one.evidence == ("alias 37", "alias 36", "alias 35", "… and 34 more like these.")
    assert len(report(*rows, replace(rows[0], id=99, place=2))) == 2


def test_the_place_comes_with_the_programs_own_calls_first() -> None:
    one = report_one(
        example_snapshots.finding(1, Kind.COLLATERAL_CLOSE, place=1),
        sites=[example_snapshots.site(1)],
    )
    assert one.place == "app/store.py:41 spawn"
    assert [frame[2] for frame in one.frames] == ["spawn", "main", "app"]


def test_a_place_that_was_not_seen_is_where_the_client_was_created() -> None:
    row = example_snapshots.finding(1, Kind.IGNORED_ALIAS, client=3)
    assert report_one(row, clients=[example_snapshots.client(3)]).place == "lab.py:41 spawn"


def test_an_ended_finding_says_how_long_it_lasted_and_what_ended_it() -> None:
    row = example_snapshots.finding(
        3, Kind.LEAKED_ALIAS, ended_at=NOON + 43, ended_by="c12, created by app.py:7 main"
    )
    one = report_one(row)
    assert one.glyph == "⚠"
    assert one.short_duration(NOW) == "returned after 40 s"
    assert one.full_duration(NOW).endswith(": c12, created by app.py:7 main")
    assert (
        report_one(replace(row, kind=Kind.COLLATERAL_CLOSE)).short_duration(NOW)
        == "ended after 40 s"
    )


def test_a_short_duration_has_a_decimal() -> None:
    row = example_snapshots.finding(3, Kind.HIJACKED_ALIAS, ended_at=NOON + 3.44)
    assert report_one(row).short_duration(NOW) == "ended after 0.4 s"


def test_a_finding_points_at_the_affected_clients_first() -> None:
    row = example_snapshots.finding(
        1, Kind.COLLATERAL_CLOSE, client=1, alias=2, affected=((2, 11), (14, 14))
    )
    assert report_one(row).rows == (("client", 2), ("client", 14), ("client", 1), ("alias", 2))


def test_open_findings_are_first_then_the_most_severe_then_the_newest() -> None:
    rows = [
        example_snapshots.finding(1, Kind.IGNORED_ALIAS, client=1),
        example_snapshots.finding(2, Kind.LEAKED_ALIAS, alias=1),
        example_snapshots.finding(3, Kind.LEAKED_ALIAS, alias=2),
        example_snapshots.finding(4, Kind.HIJACKED_ALIAS, client=2),
        example_snapshots.finding(5, Kind.HIJACKED_ALIAS, client=3, ended_at=NOON + 9),
    ]
    reported = report(*rows)
    assert [(one.severity, one.since - NOON) for one in reported] == [
        (ERROR, 4), (WARNING, 3), (WARNING, 2), (NOTE, 1), (ERROR, 5),
    ]  # fmt: skip
    assert worst(reported) == ERROR
    assert worst(()) == ""


def test_when_the_next_finding_will_count() -> None:
    snapshot = example_snapshots.snapshot(
        findings=[
            example_snapshots.finding(10, Kind.LEAKED_ALIAS),
            example_snapshots.finding(10, Kind.IDLE_CONNECTION, id=2),
        ]
    )
    assert next_due(snapshot, LIMITS, NOON + 12) == NOON + 15
    assert next_due(snapshot, LIMITS, NOON + 20) == NOON + 70
    assert next_due(snapshot, LIMITS, NOON + 80) is None


def test_a_wrong_prediction_is_a_finding() -> None:
    wrong = predictions.Outcome(1, 6, NOON + 60, ((2, 11),), ())
    right = predictions.Outcome(2, 7, NOON + 61, (), ())
    (one,) = reported_findings(example_snapshots.snapshot(), LIMITS, NOW, [wrong, right])
    assert (one.kind, one.severity, one.since) == (WRONG_PREDICTION, WARNING, NOON + 60)
    assert "predicted c2 … c11 (10), but nobody broke" in one.evidence[0]


def test_an_unknown_kind_of_a_newer_agent_is_shown_as_the_agent_reports_it() -> None:
    one = report_one(example_snapshots.finding(1, "melted channel", text="It melted."))
    assert (one.title, one.evidence) == ("melted channel", ("It melted.",))


def test_an_empty_snapshot_has_no_findings() -> None:
    assert reported_findings(apply(Snapshot(), wire.Update()), LIMITS, NOW) == ()


# --- the page --------------------------------------------------------------------------------


def test_the_page_of_findings_is_what_the_program_says() -> None:
    written = Path(__file__).parents[2] / "docs" / "findings.md"
    assert written.read_text(encoding="utf-8") == findings_page.page()
