"""How names, times and histories are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.model import example_snapshots, headline, text
from milvus_tui.model.changes import changes
from milvus_tui.model.close_impact import would_break
from milvus_tui.model.details.describe import describe
from milvus_tui.model.findings.reported import shown
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.model.history import DEPTH, History, sparkline
from milvus_tui.model.index import Index
from milvus_tui.model.row_ids import NO_CONNECTION
from milvus_tui.model.snapshot import EMPTY, apply
from milvus_tui.wire import client_names

NOW = example_snapshots.NOON + 75


@pytest.mark.parametrize(
    ("number", "label"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")]
)
def test_connections_are_lettered(number: int, label: str) -> None:
    assert text.letters(number) == label


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=9, unique=True))
def test_letters_tell_connections_apart(numbers: list[int]) -> None:
    assert len({text.letters(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-1, "0 s"), (12.9, "12 s"), (60, "1 min"), (200, "3 min"), (7200, "2 h"), (2e5, "2 d")],
)
def test_ages(seconds: float, said: str) -> None:
    assert text.age(seconds) == said


@given(st.floats(0, 1e12))
def test_an_age_fits_its_column(seconds: float) -> None:
    assert len(text.age(seconds)) <= 6


@given(st.floats(0, 99_999))
def test_a_latency_fits_its_column(milliseconds: float) -> None:
    assert len(text.latency(milliseconds)) <= 7


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([2], "c2"),
        ([2, 3], "c2, c3"),
        ([2, 3, 4, 9], "c2 … c4, c9"),
        (range(1, 30, 2), "c1, c3, c5, c7, c9, c11, and 9 more"),
    ],
)
def test_clients_are_named_in_ranges(ids: list[int], said: str) -> None:
    assert text.client_list(client_names.ranges(ids)) == said


def test_a_predicted_break_has_names_and_numbers() -> None:
    predicted = would_break(Index(example_snapshots.shared()), 1)
    assert predicted.text == "c2 … c11 (10 clients, 3 threads)"


def test_a_close_that_breaks_only_its_own_threads() -> None:
    now = example_snapshots.snapshot(
        clients=[example_snapshots.client(1), example_snapshots.client(2)],
        aliases=[example_snapshots.alias(1, 1, close_breaks_sharers=False)],
        connections=[example_snapshots.connection(1)],
        workers=[example_snapshots.worker(1, 1), example_snapshots.worker(2, 2)],
    )
    assert would_break(Index(now), 1).text == "1 thread"


def test_a_client_without_a_connection_breaks_nobody() -> None:
    assert not would_break(Index(example_snapshots.after_close()), 2)


# --- history ---------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e5)), max_size=40), st.integers(0, 20))
def test_a_sparkline_has_a_bar_for_each_call_and_fits(
    samples: list[float | None], width: int
) -> None:
    line = sparkline(samples, width)
    assert len(line) == min(len(samples), width)
    newest = samples[len(samples) - len(line) :]
    assert [bar == "✗" for bar in line] == [value is None for value in newest]


def test_a_steady_series_is_a_steady_line() -> None:
    assert set(sparkline([0.9, 0.95, 0.88, 0.91], 4)) == {"▃"}
    assert sparkline([1, 1, 1, 4], 4)[-1] > sparkline([1, 1, 1, 2], 4)[-1] > "▃"


def test_history_takes_each_call_once_and_stays_bounded() -> None:
    history, before = History(), EMPTY
    for at in range(DEPTH + 10):
        for _ in range(2):
            row = example_snapshots.verdict(1, 1, at=example_snapshots.NOON + at, latency=float(at))
            now = apply(before, wire.Update(verdicts=[row]))
            history.update(before, now, changes(before, now))
            before = now
    assert list(history.verdicts[1]) == [float(at) for at in range(10, DEPTH + 10)]
    after = apply(before, wire.Update(gone={"verdicts": [1]}))
    history.update(before, after, changes(before, after))
    assert not history.verdicts


# --- details and headlines -------------------------------------------------------------------


def details(row: tuple[str, int]) -> str:
    return describe(Index(example_snapshots.after_close()), History(), row, NOW).text


def test_the_details_of_a_broken_client_have_the_error_in_full_and_its_cause() -> None:
    said = details(("client", 7))
    for words in (
        "✗ fails since ",
        "(15 s)",
        "ConnectionNotExistException",
        "should create connection first.",
        "c1.close() by the lab",
        "lab.py:41 spawn",
        "worker-3",
    ):
        assert words in said


def test_the_details_of_a_working_client_predict_what_its_close_breaks() -> None:
    said = describe(Index(example_snapshots.shared()), History(), ("client", 1), NOW).text
    assert "would break c2 … c11 (10 clients, 3 threads)" in said
    assert "10 other clients" in said


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("worker", 1), "c2 in worker-1"),
        (("connection", 4), "leaked"),
        (("alias", 4), "1 client without close()"),
        (("socket", 1), "used by     3 connections: B, C, D"),
        (("client", 99), "c99 is gone"),
        (NO_CONNECTION, "resolve to no connection"),
    ],
)
def test_every_row_has_details(row: tuple[str, int], words: str) -> None:
    assert words in details(row)


# --- a program that is watched ---------------------------------------------------------------


def watched(**changes: object) -> str:
    """The details of a client that a program created, without probes."""
    now = apply(
        example_snapshots.with_findings(),
        wire.Update(
            clients=[example_snapshots.client(13, 3, **changes)],
            connections=[example_snapshots.connection(3, calls=12, last_success=NOW - 3)],
            loops=[wire.Loop(1, "MainThread", "closed", NOW - 9)],
            gone={"verdicts": [3]},
        ),
    )
    return describe(Index(now), History(), ("client", 13), NOW).text


def test_without_probes_the_details_count_the_programs_own_calls() -> None:
    assert "12 calls of the program's own on its connection, none failed; the last 3 s ago." in (
        watched()
    )


def test_the_call_site_its_callers_and_its_counts() -> None:
    said = watched(place=2)
    assert "at          app/store.py:58 search" in said
    assert "            starlette/routing.py:73 app" in said
    assert "            main.py:12 main" in said
    assert "call site   created 40, closed 3, dropped 37, connections opened 40" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_name": "Store"}, "class       Store"),
        ({"task": "Task-3"}, "thread main, task Task-3"),
        ({"loop": 1}, "event loop  closed, in thread main"),
        ({"inherited": True}, "created in the parent process, before a fork"),
        (
            {"closed": NOW, "closed_by": "app.py:9 end", "closed_thread": "worker-2"},
            "by app.py:9 end, thread worker-2",
        ),
        (
            {"differs": ("server",), "uri": "http://10.0.0.9:19530"},
            "requested http://10.0.0.9:19530, has localhost:19530",
        ),
        (
            {"differs": ("database",), "requested_database": "books"},
            "requested database books, has database default",
        ),
        ({"differs": ("password",)}, "has another password"),
        ({"differs": ("security",)}, "requested TLS, has plain text"),
        ({"differs": ("alias",), "requested_alias": "mine"}, "requested alias='mine'"),
    ],
)
def test_the_details_of_a_client_that_a_program_created(
    changes: dict[str, object], words: str
) -> None:
    assert words in watched(**changes)


def test_an_alias_of_the_orms_is_the_programs_own_to_keep() -> None:
    alias = example_snapshots.alias(
        9, 1, "default", orm=True, place=1, thread="MainThread", dropped=1
    )
    now = example_snapshots.snapshot(
        aliases=[alias],
        connections=[example_snapshots.connection(1)],
        sites=[example_snapshots.site(1)],
    )
    said = describe(Index(now), History(), ("alias", 9), NOW).text
    assert "connections.connect() by app/store.py:41 spawn, thread main" in said
    assert "leaked" not in said


def test_the_details_name_the_findings_that_concern_the_row() -> None:
    now = example_snapshots.with_findings()
    found = shown(now, Thresholds(), NOW)
    said = describe(Index(now), History(), ("client", 7), NOW, findings=found).text
    assert "✗ c1.close() cut off 10 other clients\nf: why, and what to do" in said
    assert (
        "cut off" not in describe(Index(now), History(), ("client", 13), NOW, findings=found).text
    )


def test_the_header_counts_states() -> None:
    said = [words for _, words in headline.counts(Index(example_snapshots.after_close()))]
    assert said == ["● 2 work", "✗ 10 fail", "○ 1 closed"]
