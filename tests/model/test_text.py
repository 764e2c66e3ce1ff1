"""How the screen writes names, times and predictions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui.model import example_snapshots, text
from milvus_tui.model.close_impact import would_break
from milvus_tui.model.index import Index
from milvus_tui.wire import client_names


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
