"""How soon a dashboard shows the clients of a target that it attaches to.

A: a dashboard starts in a fresh interpreter on a real pseudo-terminal of 120 × 36, and attaches to
a live target with 1,000 clients on a running Milvus Lite. The time is from the start of the
process to the bytes after which the screen shows the row of `c1` with its state. A terminal
emulator reads the bytes and tells what the screen shows.

B: `python -c "import pymilvus"` by the same interpreter, started in the same way, from the start
of the process to its end. A tool that imports pymilvus waits at least this long before it can
connect and draw.

The benchmark measures when a user can read the rows: the dashboard draws them before it imports
Textual, which then takes over. `first-key` measures when the dashboard answers keys.

For both, modules are compiled and in the file cache. The target continues to probe.
"""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.terminal import Screen

CLIENTS = 1_000


def shows_clients(screen: Screen) -> bool:
    """Whether the screen shows the first client's row with its state."""
    return any(" c1 " in line and " works " in line for line in screen)


def import_pymilvus() -> float:
    """Milliseconds that an interpreter takes to start, import pymilvus and end."""
    from tests.benchmarks.terminal import python

    begin = time.perf_counter()
    subprocess.run(python("-c", "import pymilvus"), check=True, stdin=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def first_frame(command: list[str]) -> float:
    """Milliseconds until a dashboard shows the clients."""
    from tests.benchmarks.terminal import Terminal

    with Terminal(command) as terminal:
        return (terminal.until(shows_clients) - terminal.started) * 1000


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    from tests.benchmarks.scene import lab

    with lab(CLIENTS) as target:
        return interleave(lambda: first_frame(target.dashboard), import_pymilvus, pairs)


BENCHMARK = Benchmark(
    name="first-frame",
    ours="first frame of an attached target with 1,000 clients",
    theirs='python -c "import pymilvus"',
    unit="ms",
    goal=0.35,
    measure=measure,
)
