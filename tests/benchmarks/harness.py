"""Measures a claim: ours and theirs in turn, and the ratio of each pair.

A busy, throttled or virtual machine changes its speed from minute to minute, so the times of two
runs cannot be compared. Here A and B take turns (A B A B …) within one run, and each pair gives a
ratio. A goal is compared with the median of the ratios. The report shows the spread as well, and
the verdict says if the spread includes the goal.
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
"""With fewer pairs the quartiles mean nothing."""


@dataclass(frozen=True)
class Pair:
    """One turn of each. `theirs` is None if the goal is absolute."""

    ours: float
    theirs: float | None = None

    @property
    def value(self) -> float:
        """The ratio, or our own figure if the goal is absolute."""
        return self.ours if self.theirs is None else self.ours / self.theirs


@dataclass(frozen=True)
class Benchmark:
    """One claim, and the function that measures it."""

    name: str
    ours: str
    """A in a few words."""
    theirs: str
    """B in a few words; empty if the goal is absolute."""
    unit: str
    """The unit of A and B."""
    goal: float
    """The greatest median that meets the goal: a ratio, or an absolute figure in `unit`."""
    measure: Callable[[int], list[Pair]]
    """Measures a number of pairs."""
    exact: bool = False
    """Whether every pair must equal the goal."""


@dataclass(frozen=True)
class Spread:
    """The distribution of some values."""

    median: float
    low: float
    """Lower quartile: a quarter of the values lie below it."""
    high: float
    """Upper quartile."""
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """The median, quartiles, minimum and maximum of at least two values."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high, min(values), max(values))


@dataclass(frozen=True)
class Result:
    """The measured pairs of a benchmark, and whether they meet its goal."""

    benchmark: Benchmark
    pairs: tuple[Pair, ...]

    @property
    def values(self) -> Spread:
        """The distribution of the values that the goal is compared with."""
        return spread([pair.value for pair in self.pairs])

    @property
    def met(self) -> bool:
        """Whether the median meets the goal, or every pair of an exact benchmark."""
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
        """`met` or `missed`; `, but close` if another run may give the opposite."""
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
    """Take turns, A B A B …, after `warm` turns of each that are not counted."""
    for _ in range(warm):
        ours()
        theirs()
    return [Pair(ours(), theirs()) for _ in range(pairs)]


# --- reports ----------------------------------------------------------------------------------


def environment() -> dict[str, Any]:
    """The facts that figures depend on: machine, load at the start, and releases."""
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
    """The lines of one result, for a reader."""
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
    """A number with three significant digits, without an exponent."""
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}"
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f}"
