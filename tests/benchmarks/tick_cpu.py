"""How the agent's cost a tick grows with the clients.

A: processor time of the agent's threads a tick, in a real target with 10,000 clients.
B: the same in a target with 10 clients. Both have one connection, one database, and one viewer that
receives every change, as a dashboard does.

Both targets tick by themselves, 20 times a second. Each turn reads the processor clocks of the
threads before and after a second. The number of ticks is the number of calls (one a tick, as
`calls-per-tick` proves), so late ticks do not distort the result.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from tests.benchmarks.watched import Watched

MANY, FEW = 10_000, 10
INTERVAL = 0.05
SECONDS = 1.0


def per_tick(target: Watched) -> float:
    """Milliseconds of processor time a tick."""
    before = target.count()
    time.sleep(SECONDS)
    after = target.count()
    spent: float = after["cpu"] - before["cpu"]
    ticks: int = after["calls"] - before["calls"]
    return spent / ticks * 1000


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    from tests import servers
    from tests.benchmarks.scene import private_runtime
    from tests.benchmarks.watched import watched

    with (
        private_runtime(),
        servers.lite_server() as server,
        watched(server.uri, INTERVAL) as many,
        watched(server.uri, INTERVAL) as few,
    ):
        many.spawn(MANY)
        few.spawn(FEW)
        return interleave(lambda: per_tick(many), lambda: per_tick(few), pairs)


BENCHMARK = Benchmark(
    name="tick-cpu",
    ours="agent CPU a tick at 10,000 clients",
    theirs="at 10 clients",
    unit="ms",
    goal=1.2,
    measure=measure,
)
