"""What is wrong is said in words that are true of the release at hand."""

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
from milvus_tui.model.findings.kinds import WRONG_PREDICTION, KINDS
from milvus_tui.model.findings.reported import Reported, joined, next_due, shown, tally, worst
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.model.snapshot import Snapshot, apply
from milvus_tui.wire import Kind, client_names

NOW = NOON + 1_000
EVERY_KIND = sorted(value for name, value in vars(Kind).items() if name.isupper())
DETAILS = [
    "", "orm", "used", "unused", "collected", "exit", "used", "left", "dedicated", "server",
    "server,database", "login password", "security", "1200", "4100.5", "what is this?",
]  # fmt: skip
LIMITS = Thresholds()


def found(
    *rows: wire.Finding, generation: str = "D", now: float = NOW, **tables: list[object]
) -> tuple[Reported, ...]:
    target = replace(example_snapshots.TARGET, generation=generation)
    snapshot = example_snapshots.snapshot(target=[target], findings=rows, **tables)
    return shown(snapshot, LIMITS, now)


def only(*rows: wire.Finding, generation: str = "D", **more: object) -> Reported:
    (one,) = found(*rows, generation=generation, **more)  # type: ignore[arg-type]
    return one


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
def test_whatever_an_agent_reports_is_said_in_words(
    rows: list[wire.Finding], generation: str, name: str
) -> None:
    aliases: list[object] = [
        example_snapshots.alias(1, 1, name),
        example_snapshots.alias(2, None, name),
    ]
    sites: list[object] = [example_snapshots.site(1), example_snapshots.site(2, function=name)]
    told = found(*rows, generation=generation, aliases=aliases, sites=sites)
    assert len({one.key for one in told}) == len(told)
    for one in told:
        assert one.severity in SEVERITIES
        assert one.title.strip() == one.title != ""
        assert len(one.title.splitlines()) == 1
        assert one.why
        assert one.advice
        assert not set("{}") & set(one.why + one.advice.replace(POOL, ""))
        assert one.brief(NOW)
        assert one.since_line(NOW)


POOL = '{"grpc.use_local_subchannel_pool": 1}'


@given(ROWS)
def test_what_did_not_last_is_not_told(row: wire.Finding) -> None:
    lasted = (NOW if row.ended_at is None else row.ended_at) - row.at
    limit = {Kind.LEAKED_ALIAS: 5.0, Kind.NEVER_READY: 5.0, Kind.IDLE_CONNECTION: 60.0}.get(row.kind, -1e9)
    assert bool(found(row)) == (lasted >= limit)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("kind", [*EVERY_KIND, WRONG_PREDICTION])
def test_every_kind_has_words_of_its_own(kind: str, generation: str) -> None:
    words = KINDS[kind]
    for detail in ("", *words.variants):
        assert words.advice_of(generation, detail)
        assert words.why_of(detail).endswith(".")
        assert words.severity_of(detail) in SEVERITIES


# --- severity --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "detail", "grave"),
    [
        (Kind.COLLATERAL_CLOSE, "", ERROR),
        (Kind.COLLATERAL_CLOSE, "used", ERROR),
        (Kind.COLLATERAL_CLOSE, "orm", ERROR),
        (Kind.COLLATERAL_CLOSE, "unused", WARNING),
        (Kind.HIJACKED_ALIAS, "server", ERROR),
        (Kind.PLAIN_TEXT_FOR_HTTPS, "", ERROR),
        (Kind.UNCLOSED_CLIENT, "collected", WARNING),
        (Kind.UNCLOSED_CLIENT, "shared", NOTE),
        (Kind.UNCLOSED_CLIENT, "exit", NOTE),
        (Kind.WRONG_EVENT_LOOP, "used", ERROR),
        (Kind.WRONG_EVENT_LOOP, "left", WARNING),
        (Kind.LEAKED_ALIAS, "", WARNING),
        (Kind.IDLE_CONNECTION, "", NOTE),
        (Kind.IGNORED_ALIAS, "", NOTE),
        (Kind.FALSE_SEPARATION, "", NOTE),
    ],
)
def test_severity(kind: str, detail: str, grave: str) -> None:
    assert only(example_snapshots.finding(1, kind, detail=detail)).severity == grave


def test_one_idle_connection_is_a_note_and_three_are_a_warning() -> None:
    rows = [example_snapshots.finding(key, Kind.IDLE_CONNECTION, connection=key) for key in (1, 2, 3)]
    assert {one.severity for one in found(*rows[:2], generation="F")} == {NOTE}
    assert {one.severity for one in found(*rows, generation="F")} == {WARNING}


def test_what_a_close_would_not_have_closed_is_no_leak() -> None:
    row = example_snapshots.finding(1, Kind.LEAKED_ALIAS)
    assert only(row, generation="F").severity == NOTE
    assert only(replace(row, detail="dedicated"), generation="F").severity == WARNING
    assert only(row, generation="D").severity == WARNING


def test_a_close_that_nobody_felt_is_a_note_once_it_is_over() -> None:
    row = example_snapshots.finding(1, Kind.COLLATERAL_CLOSE, detail="unused", ended_at=NOON + 9)
    assert only(row).severity == NOTE
    assert only(replace(row, detail="used")).severity == ERROR


def test_nothing_lasts_longer_than_its_program() -> None:
    target = replace(example_snapshots.TARGET, ended=NOON + 4)
    snapshot = example_snapshots.snapshot(
        target=[target], findings=[example_snapshots.finding(1, Kind.LEAKED_ALIAS)]
    )
    assert shown(snapshot, LIMITS, NOW) == ()
    assert next_due(snapshot, LIMITS, NOW) is None
    assert shown(snapshot, Thresholds(age=3.0), NOW) != ()


# --- what is said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "generation", "words", "never"),
    [
        (Kind.COLLATERAL_CLOSE, "D", "its own alias=", "dedicated"),
        (Kind.COLLATERAL_CLOSE, "E", "From pymilvus 2.6.10 on", "dedicated"),
        (Kind.COLLATERAL_CLOSE, "F", "disconnected", "2.6.10"),
        (Kind.COLLATERAL_CLOSE, "A", "connection of its own", "alias="),
        (Kind.LEAKED_ALIAS, "A", "contextlib.closing", "alias="),
        (Kind.LEAKED_ALIAS, "D", "last one only", "dedicated"),
        (Kind.LEAKED_ALIAS, "F", "dedicated=True", "alias="),
        (Kind.IGNORED_ALIAS, "F", "dedicated=True", "heeds"),
        (Kind.IGNORED_ALIAS, "D", "swallows dedicated=True", "TypeError"),
        (Kind.FALSE_SEPARATION, "F", "grpc.use_local_subchannel_pool", "no grpc_options"),
        (Kind.FALSE_SEPARATION, "D", "no grpc_options", "dedicated"),
        (Kind.MOVED_TO_ANOTHER_DATABASE, "D", "db_name=", "dedicated"),
        (Kind.HIJACKED_ALIAS, "D", "its own alias=, or none".replace("its", "Give each its"), "token"),
        (Kind.HIJACKED_ALIAS, "F", "dedicated=True", "alias="),
        (Kind.UNCLOSED_CLIENT, "D", "close the last one only", "dedicated"),
        (Kind.SHORT_LIVED_CONNECTIONS, "F", "dedicated=True", "alias="),
        (Kind.SHORT_LIVED_CONNECTIONS, "A", "opens a connection of its own", "alias="),
        (Kind.WRONG_EVENT_LOOP, "D", "asyncio.run()", "dedicated"),
    ],
)
def test_advice_is_for_the_release_at_hand(
    kind: str, generation: str, words: str, never: str
) -> None:
    advice = only(example_snapshots.finding(1, kind, at=NOON), generation=generation).advice
    assert words in advice
    assert never not in advice


@pytest.mark.parametrize("generation", "ABCDE")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nobody_is_told_to_use_what_his_release_swallows(kind: str, generation: str) -> None:
    advice = KINDS[kind].advice_of(generation, "")
    assert "dedicated=True" not in advice.replace("swallows dedicated=True", "")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nobody_is_told_to_use_an_alias_that_his_release_does_not_take(kind: str) -> None:
    for generation in "AF":
        advice = KINDS[kind].advice_of(generation, "")
        for right in ("no alias=", "Leave alias= out"):
            advice = advice.replace(right, "")
        assert "alias=" not in advice


def test_titles_say_who_and_what() -> None:
    aliases: list[object] = [example_snapshots.alias(4, 4, "books")]
    rows = {
        "c1.close() cut off 10 other clients": example_snapshots.finding(
            1, Kind.COLLATERAL_CLOSE, client=1, affected=((2, 11),)
        ),
        "Alias books leaked, with no client left": example_snapshots.finding(
            2, Kind.LEAKED_ALIAS, alias=4
        ),
        "c3 is bound to another server and database than it asked for": example_snapshots.finding(
            3, Kind.HIJACKED_ALIAS, client=3, detail="server, database"
        ),
        "A call waited 4.1 s for another client to connect": example_snapshots.finding(
            4, Kind.HELD_UP, detail="4100"
        ),
        "c6 was used after close(), and failed, 12 times": example_snapshots.finding(
            6, Kind.USED_AFTER_CLOSE, client=6, affected=((6, 6),), count=12
        ),
        "59 clients were left unclosed on a closed event loop": example_snapshots.finding(
            7, Kind.WRONG_EVENT_LOOP, client=60, detail="left", count=59
        ),
        "3 clients were put on another database by somebody else": example_snapshots.finding(
            5, Kind.MOVED_TO_ANOTHER_DATABASE, client=1, affected=((2, 4),)
        ),
    }
    assert {one.title for one in found(*rows.values(), aliases=aliases)} == set(rows)


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
    one = only(*rows, sites=[example_snapshots.site(1)])
    assert one.title == "37 aliases leaked, with no client left"
    assert (one.count, one.since) == (37, NOON + 1)
    assert one.evidence == ("alias 37", "alias 36", "alias 35", "… and 34 more like these.")
    assert len(found(*rows, replace(rows[0], id=99, place=2))) == 2


def test_the_place_is_told_with_the_programs_own_calls_first() -> None:
    one = only(
        example_snapshots.finding(1, Kind.COLLATERAL_CLOSE, place=1), sites=[example_snapshots.site(1)]
    )
    assert one.place == "app/store.py:41 spawn"
    assert [frame[2] for frame in one.frames] == ["spawn", "main", "app"]


def test_a_place_that_was_not_seen_is_where_the_client_was_made() -> None:
    row = example_snapshots.finding(1, Kind.IGNORED_ALIAS, client=3)
    assert only(row, clients=[example_snapshots.client(3)]).place == "lab.py:41 spawn"


def test_what_is_over_says_how_long_it_was_and_what_ended_it() -> None:
    row = example_snapshots.finding(
        3, Kind.LEAKED_ALIAS, ended_at=NOON + 43, ended_by="c12, made by app.py:7 main"
    )
    one = only(row)
    assert one.glyph == "✓"
    assert one.brief(NOW) == "returned after 40 s"
    assert one.since_line(NOW).endswith(": c12, made by app.py:7 main")
    assert only(replace(row, kind=Kind.COLLATERAL_CLOSE)).brief(NOW) == "over after 40 s"


def test_what_was_short_is_told_to_the_tenth() -> None:
    row = example_snapshots.finding(3, Kind.HIJACKED_ALIAS, ended_at=NOON + 3.44)
    assert only(row).brief(NOW) == "over after 0.4 s"


def test_it_points_at_the_clients_that_it_hit_first() -> None:
    row = example_snapshots.finding(
        1, Kind.COLLATERAL_CLOSE, client=1, alias=2, affected=((2, 11), (14, 14))
    )
    assert only(row).rows == (("client", 2), ("client", 14), ("client", 1), ("alias", 2))


def test_what_holds_stands_first_then_the_gravest_then_the_newest() -> None:
    rows = [
        example_snapshots.finding(1, Kind.IGNORED_ALIAS, client=1),
        example_snapshots.finding(2, Kind.LEAKED_ALIAS, alias=1),
        example_snapshots.finding(3, Kind.LEAKED_ALIAS, alias=2),
        example_snapshots.finding(4, Kind.HIJACKED_ALIAS, client=2),
        example_snapshots.finding(5, Kind.HIJACKED_ALIAS, client=3, ended_at=NOON + 9),
    ]
    told = found(*rows)
    assert [(one.severity, one.since - NOON) for one in told] == [
        (ERROR, 4), (WARNING, 3), (WARNING, 2), (NOTE, 1), (ERROR, 5),
    ]  # fmt: skip
    assert tally(told) == {ERROR: 1, WARNING: 2, NOTE: 1, "over": 1}
    assert worst(told) == ERROR
    assert worst(()) == ""


def test_when_the_next_one_will_count() -> None:
    snapshot = example_snapshots.snapshot(
        findings=[
            example_snapshots.finding(10, Kind.LEAKED_ALIAS),
            example_snapshots.finding(10, Kind.IDLE_CONNECTION, id=2),
        ]
    )
    assert next_due(snapshot, LIMITS, NOON + 12) == NOON + 15
    assert next_due(snapshot, LIMITS, NOON + 20) == NOON + 70
    assert next_due(snapshot, LIMITS, NOON + 80) is None


def test_a_prediction_that_was_wrong_is_a_finding() -> None:
    wrong = predictions.Outcome(1, 6, NOON + 60, ((2, 11),), ())
    right = predictions.Outcome(2, 7, NOON + 61, (), ())
    (one,) = shown(example_snapshots.snapshot(), LIMITS, NOW, [wrong, right])
    assert (one.kind, one.severity, one.since) == (WRONG_PREDICTION, WARNING, NOON + 60)
    assert "predicted c2 … c11 (10), but nobody broke" in one.evidence[0]


def test_a_kind_that_only_a_newer_agent_knows_is_shown_as_it_said_it() -> None:
    one = only(example_snapshots.finding(1, "melted channel", text="It melted."))
    assert (one.title, one.evidence) == ("melted channel", ("It melted.",))


def test_only_the_rows_of_a_snapshot_are_told() -> None:
    assert shown(apply(Snapshot(), wire.Update()), LIMITS, NOW) == ()


# --- the page --------------------------------------------------------------------------------


def test_the_page_of_findings_is_what_the_program_says() -> None:
    written = Path(__file__).parents[2] / "docs" / "findings.md"
    assert written.read_text(encoding="utf-8") == findings_page.page()
