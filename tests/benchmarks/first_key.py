"""How soon a dashboard answers a key.

The dashboard draws the first frame before it imports Textual, so `first-frame` does not tell how
long a user waits to do something. A: a dashboard starts as in `first-frame`, and the key for one
row down is pressed at once. The time is from the start of the process to the bytes after which the
cursor is at the second client. B: as in `first-frame`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.first_frame import CLIENTS, import_pymilvus
from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.terminal import Screen


def cursor_at_second(screen: Screen) -> bool:
    """Whether the cursor is in the row of `c2`."""
    return any("❯" in line and " c2 " in line for line in screen)


def first_key(command: list[str]) -> float:
    """Milliseconds until a dashboard answers a key."""
    from tests.benchmarks.terminal import Terminal

    with Terminal(command) as terminal:
        terminal.type("j")
        return (terminal.until(cursor_at_second) - terminal.started) * 1000


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
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
