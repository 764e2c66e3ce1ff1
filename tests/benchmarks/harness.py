"""How a claim is measured: ours and theirs in turn, and the ratio of each pair.

A machine that is busy, throttled or virtual changes its speed from minute to minute, so times
of two runs cannot be compared. Here A and B take turns (A B A B …) within one run, each pair
gives a ratio, and the median of the ratios is what a goal is held against. The spread is
reported beside it: where it reaches across the goal, the verdict says so.
"""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LEAST_PAIRS = 11
"""Fewer pairs give quartiles that mean nothing."""


@dataclass(frozen=True)
class Pair:
    """One turn each. `theirs` is None where a goal is an absolute one."""

    ours: float
    theirs: float | None = None

    @property
    def value(self) -> float:
        """The ratio, or our own figure where there is nothing to compare it with."""
        return self.ours if self.theirs is None else self.ours / self.theirs


@dataclass(frozen=True)
class Benchmark:
    """One claim, and how it is measured."""

    name: str
    ours: str
    """What A is, in a few words."""
    theirs: str
    """What B is; empty where the goal is absolute."""
    unit: str
    """The unit of A and B."""
    goal: float
    """Most that the median may be: a ratio, or an absolute figure in `unit`."""
    measure: Callable[[int], list[Pair]]
    """Measures so many pairs."""
    exact: bool = False
    """Whether every single pair must give the goal, no more and no less."""


@dataclass(frozen=True)
class Spread:
    """Where values lie."""

    median: float
    low: float
    """Lower quartile: a quarter of the values lie below it."""
    high: float
    """Upper quartile."""
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """Median, quartiles, least and greatest of two values or more."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high, min(values), max(values))


@dataclass(frozen=True)
class Result:
    """What came of a benchmark."""

    benchmark: Benchmark
    pairs: tuple[Pair, ...]

    @property
    def values(self) -> Spread:
        """Of what the goal is held against."""
        return spread([pair.value for pair in self.pairs])

    @property
    def met(self) -> bool:
        """Whether the goal is met: by the median, or by every pair where that is asked."""
        goal = self.benchmark.goal
        if self.benchmark.exact:
            return all(pair.value == goal for pair in self.pairs)
        return self.values.median <= goal

    @property
    def close(self) -> bool:
        """Whether the middle half of the values lies on both sides of the goal."""
        return not self.benchmark.exact and self.values.low <= self.benchmark.goal < (
            self.values.high
        )

    @property
    def verdict(self) -> str:
        """`met` or `missed`; `, but close` where another run may say the other."""
        return ("met" if self.met else "missed") + (", but close" if self.close else "")

    def data(self) -> dict[str, Any]:
        """For JSON: the statistics, the verdict and every single pair."""
        benchmark = self.benchmark
        return {
            "name": benchmark.name,
            "ours": benchmark.ours,
            "theirs": benchmark.theirs or None,
            "unit": benchmark.unit,
            "goal": benchmark.goal,
            "exact": benchmark.exact,
            "met": self.met,
            "close": self.close,
            **vars(self.values),
            "pairs": [[pair.ours, pair.theirs] for pair in self.pairs],
        }


def interleave(
    ours: Callable[[], float], theirs: Callable[[], float], pairs: int, warm: int = 1
) -> list[Pair]:
    """Take turns, A B A B …, after `warm` turns of each that do not count."""
    for _ in range(warm):
        ours()
        theirs()
    return [Pair(ours(), theirs()) for _ in range(pairs)]


# --- reports ----------------------------------------------------------------------------------


def environment() -> dict[str, Any]:
    """What the figures depend on: the machine, its load as we begin, and the releases."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        **{name: _release(name) for name in ("pymilvus", "textual", "milvus-lite", "grpcio")},
    }


def _release(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def report(result: Result) -> Iterator[str]:
    """The lines of one result for a person."""
    benchmark, values = result.benchmark, result.values
    figure = "×" if benchmark.theirs else f" {benchmark.unit}"
    sign = "=" if benchmark.exact else "≤"
    yield (
        f"{benchmark.name:<15} {_number(values.median)}{figure}"
        f"   goal {sign} {_number(benchmark.goal)}{figure}   {result.verdict}"
    )
    yield (
        f"{'':<15} quartiles {_number(values.low)} … {_number(values.high)},"
        f" all {_number(values.least)} … {_number(values.most)}, {len(result.pairs)} pairs"
    )
    yield f"{'':<15} {benchmark.ours}: {_figure([p.ours for p in result.pairs], benchmark.unit)}"
    theirs = [pair.theirs for pair in result.pairs if pair.theirs is not None]
    if theirs:
        yield f"{'':<15} {benchmark.theirs}: {_figure(theirs, benchmark.unit)}"


def _figure(values: Sequence[float], unit: str) -> str:
    return f"{_number(statistics.median(values))} {unit}"


def _number(value: float) -> str:
    """Three figures that count, without an exponent."""
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}"
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f}"
