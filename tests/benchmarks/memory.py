"""What a dashboard of 10,000 clients takes of memory.

A: a dashboard in a fresh process on a real pseudo-terminal, attached to a live target with
10,000 clients, three ticks after its first frame.
B: a fresh interpreter that has imported pymilvus and nothing else.

Both are counted as resident set size, as `ps` and `top` show it. Unique or proportional set size
would leave out, of B only, the libraries that the target and the server of this very benchmark
have loaded too, and so depend on who else runs: without them it comes near to the resident size.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.benchmarks.first_frame import shows_clients
from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.scene import Lab

CLIENTS = 10_000
SETTLED = 3.0
"""Seconds after the first frame: three ticks, and what came with the first one is let go."""

IMPORTED = "import pymilvus, sys; print(flush=True); sys.stdin.read()"


def megabytes(pid: int) -> float:
    """Resident set size of a process."""
    import psutil

    return float(psutil.Process(pid).memory_info().rss) / 1e6


def dashboard(lab: Lab) -> float:
    """Of a dashboard that has been up for a few seconds."""
    from tests.benchmarks.terminal import Terminal

    with Terminal(lab.dashboard) as terminal:
        terminal.until(shows_clients)
        terminal.watch(SETTLED)
        return megabytes(terminal.pid)


def imported() -> float:
    """Of an interpreter that has imported pymilvus."""
    from tests.benchmarks.terminal import python

    with subprocess.Popen(
        python("-c", IMPORTED), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return megabytes(process.pid)


def measure(pairs: int) -> list[Pair]:
    """Measure so many pairs."""
    from tests.benchmarks.scene import lab

    with lab(CLIENTS) as target:
        return interleave(lambda: dashboard(target), imported, pairs)


BENCHMARK = Benchmark(
    name="memory",
    ours="dashboard of 10,000 clients",
    theirs="import pymilvus",
    unit="MB",
    goal=0.33,
    measure=measure,
)
