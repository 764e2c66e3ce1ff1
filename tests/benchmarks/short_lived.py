"""How much memory a watched program takes that makes and drops many clients in a loop.

A: the program after 200,000 clients, under `milvus-tui check`. B: the same after 5,000.
The figures are the most resident memory that the program had.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.harness import Benchmark, Pair, interleave
from tests.benchmarks.terminal import python

SCRIPT = Path(__file__).parent.parent / "harmless" / "many_program.py"

MANY, FEW = 200_000, 5_000


def megabytes(uri: str, clients: int) -> float:
    """Most memory of a watched program that makes and drops so many clients.

    Raises:
        RuntimeError: the report does not count each of them.
    """
    check = [sys.executable, "-m", "milvus_tui", "check", "--fail-on", "never", "--"]
    done = subprocess.run(
        [*check, *python(str(SCRIPT), uri, str(clients))],
        capture_output=True,
        text=True,
        check=True,
    )
    if f"watched {clients + 1:,} clients" not in done.stderr:
        raise RuntimeError(f"not every client was counted: {done.stderr}")
    return int(done.stdout) / 1e3


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    from tests.servers import lite_server

    with lite_server() as server:
        return interleave(
            lambda: megabytes(server.uri, MANY), lambda: megabytes(server.uri, FEW), pairs
        )


BENCHMARK = Benchmark(
    name="short-lived",
    ours="memory of a watched program after 200,000 short-lived clients",
    theirs="after 5,000",
    unit="MB",
    goal=1.1,
    measure=measure,
)
