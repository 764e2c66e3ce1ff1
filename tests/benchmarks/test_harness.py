"""The statistics, and the list of benchmarks. These tests measure no time."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import catalogue
from tests.benchmarks.harness import Benchmark, Pair, Result, interleave, report, spread

HERE = Path(__file__).parent


def benchmark(goal: float, *, theirs: str = "b", exact: bool = False) -> Benchmark:
    return Benchmark("name", "a", theirs, "ms", goal, lambda _: [], exact)


def result(goal: float, *ratios: float, exact: bool = False) -> Result:
    pairs = tuple(Pair(ratio * 8, 8.0) for ratio in ratios)
    return Result(benchmark(goal, exact=exact), pairs)


def test_the_spread_of_a_few_values() -> None:
    found = spread([5, 1, 4, 2, 3])
    assert (found.least, found.low, found.median, found.high, found.most) == (1, 2, 3, 4, 5)


@given(st.lists(st.floats(0.001, 1e6), min_size=2))
def test_a_spread_is_in_order(values: list[float]) -> None:
    found = spread(values)
    parts = [found.least, found.low, found.median, found.high, found.most]
    assert all(a <= b or a == pytest.approx(b) for a, b in pairwise(parts))


def test_ours_and_theirs_take_turns_after_the_warm_up() -> None:
    turns: list[str] = []

    def turn(name: str) -> float:
        turns.append(name)
        return float(len(turns))

    pairs = interleave(lambda: turn("a"), lambda: turn("b"), 3)
    assert "".join(turns) == "abababab"
    assert pairs == [Pair(3, 4), Pair(5, 6), Pair(7, 8)]


def test_each_pair_gives_a_ratio() -> None:
    # The last pair ran ten times slower; its ratio is the same.
    slow_in_the_end = Result(benchmark(0.5), (Pair(1, 2), Pair(2, 4), Pair(20, 40)))
    assert slow_in_the_end.values.median == 0.5
    assert slow_in_the_end.verdict == "met"


def test_an_absolute_figure_is_compared_with_its_goal() -> None:
    found = Result(benchmark(100, theirs=""), (Pair(90), Pair(99), Pair(130)))
    assert found.values.median == 99
    assert found.met


@pytest.mark.parametrize(
    ("ratios", "verdict"),
    [
        ((1.0, 1.1, 1.2), "met"),
        ((1.0, 1.1, 2.0), "met, but close"),
        ((1.0, 1.6, 2.0), "missed, but close"),
        ((1.6, 1.7, 1.8), "missed"),
    ],
)
def test_the_verdict_tells_how_sure_it_is(ratios: tuple[float, ...], verdict: str) -> None:
    assert result(1.5, *ratios).verdict == verdict


def test_an_exact_goal_is_missed_by_one_pair() -> None:
    assert result(1, 1, 1, 1, exact=True).verdict == "met"
    assert result(1, 1, 1, 2, exact=True).verdict == "missed"


def test_a_report_shows_goal_verdict_and_spread() -> None:
    text = "\n".join(report(result(0.35, 0.25, 0.5, 0.75)))
    assert "0.500×   goal ≤ 0.350×   missed" in text
    assert "quartiles 0.375 … 0.625, all 0.250 … 0.750, 3 pairs" in text
    assert "a: 4 ms" in text
    assert "b: 8 ms" in text


def test_json_has_every_pair() -> None:
    data = json.loads(json.dumps(result(0.5, 0.25, 0.5).data()))
    assert data["pairs"] == [[2, 8], [4, 8]]
    assert data["met"]


def test_the_list_names_every_module_that_measures() -> None:
    listed = run("--list").stdout.splitlines()
    names = [line.split()[0] for line in listed]
    assert names == list(catalogue.NAMES)
    assert {name.replace("-", "_") for name in names} == catalogue.modules()
    assert all("goal" in line for line in listed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "no benchmark 'nonsense'; there are first-frame, "),
        (("--pairs", "3"), "--pairs: at least 11"),
    ],
)
def test_wrong_usage_gives_one_line(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HERE), *arguments], capture_output=True, text=True, check=False
    )
