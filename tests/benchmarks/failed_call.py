"""What the agent adds to a call of a client that the server refuses, in microseconds.

As for `client_call`. pymilvus itself takes some 200 µs to raise and log.
"""

from __future__ import annotations

from tests.benchmarks import client_call
from tests.benchmarks.harness import Benchmark, Pair


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    return client_call.measure(pairs, "fail")


BENCHMARK = Benchmark(
    name="failed-call",
    ours="microseconds that watching adds to a call that fails",
    theirs="",
    unit="µs",
    goal=65.0,
    measure=measure,
)
