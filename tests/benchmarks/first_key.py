"""How soon a dashboard does what a key says.

The first frame is drawn before Textual is there, so `first-frame` alone would not tell how long
a user waits who wants to do something. A: a dashboard is started as in `first-frame`, with the
key for one row down pressed at once; the time is from the start of the process to the bytes
after which the cursor stands at the second client. B: as in `first-frame`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.first_frame import CLIENTS, import_pymilvus
from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.terminal import Screen


def stands_at_second(screen: Screen) -> bool:
    """Whether the cursor is in the row of `c2`."""
    return any("❯" in line and " c2 " in line for line in screen)


def first_key(command: list[str]) -> float:
    """Milliseconds until a dashboard has done what a key said."""
    from tests.benchmarks.terminal import Terminal

    with Terminal(command) as terminal:
        terminal.type("j")
        return (terminal.until(stands_at_second) - terminal.started) * 1000


def measure(pairs: int) -> list[Pair]:
    """Measure so many pairs."""
    from tests.benchmarks.scene import lab

    with lab(CLIENTS) as target:
        return interleave(lambda: first_key(target.dashboard), import_pymilvus, pairs)


BENCHMARK = Benchmark(
    name="first-key",
    ours="first key answered, with 1,000 clients",
    theirs='python -c "import pymilvus"',
    unit="ms",
    goal=1.0,
    measure=measure,
)
