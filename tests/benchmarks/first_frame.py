"""How soon a dashboard shows the clients of a target that it attaches to.

A: a dashboard is started in a fresh interpreter on a real pseudo-terminal of 120 × 36, and
attached to a live target with 1,000 clients, on a Milvus Lite that runs. The time is from the
start of the process to the bytes after which the screen shows the row of `c1` with its state,
observed by a terminal emulator that the bytes are fed to.

B: `python -c "import pymilvus"` by the same interpreter, started in the same way, from the
start of the process to its end: what a tool that imports pymilvus waits for at least, before
it can begin to connect, ask and draw.

What is measured is when the rows can be read: the dashboard draws them before it has imported
Textual, which then takes over. When it answers keys is measured by `first-key`.

Both have their modules compiled and in the file cache. The target goes on probing meanwhile.
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
    """Whether the first client's row is there with its state."""
    return any(" c1 " in line and " works " in line for line in screen)


def import_pymilvus() -> float:
    """Milliseconds of an interpreter that imports pymilvus and ends."""
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
    """Measure so many pairs."""
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
