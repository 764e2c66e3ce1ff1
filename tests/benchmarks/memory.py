"""How much memory a dashboard of 10,000 clients takes.

A: a dashboard in a fresh process on a real pseudo-terminal, attached to a live target with
10,000 clients, three ticks after its first frame.
B: a fresh interpreter that has imported pymilvus and nothing else.

Both figures are the resident set size, as `ps` and `top` show it. The unique or proportional set
size would subtract, from B only, the libraries that the target and the server of this benchmark
load too. So it would depend on the other processes; without them it is near the resident size.
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
"""Seconds after the first frame: three ticks, after which the first snapshot's data is freed."""

IMPORTED = "import pymilvus, sys; print(flush=True); sys.stdin.read()"


def megabytes(pid: int) -> float:
    """Resident set size of a process."""
    import psutil

    return float(psutil.Process(pid).memory_info().rss) / 1e6


def dashboard(lab: Lab) -> float:
    """Megabytes of a dashboard a few seconds after its start."""
    from tests.benchmarks.terminal import Terminal

    with Terminal(lab.dashboard) as terminal:
        terminal.until(shows_clients)
        terminal.watch(SETTLED)
        return megabytes(terminal.pid)


def imported() -> float:
    """Megabytes of an interpreter that imported pymilvus."""
    from tests.benchmarks.terminal import python

    with subprocess.Popen(
        python("-c", IMPORTED), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return megabytes(process.pid)


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
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
