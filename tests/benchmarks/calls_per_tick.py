"""How many remote calls a tick makes, for each distinct (connection, database).

A: RPCs that a real target starts in a tick. The target reads gRPC's channelz before and after five
ticks, so the number includes every call of the process.

B: the distinct pairs of (connection, database) in that process. The target resolves each of its
1,000 clients by itself, without the agent.

The clients use five databases, so a tick should make five calls. The benchmark requests each tick
and waits for its end, so no reading falls into a tick.
"""

from __future__ import annotations

from tests.benchmarks.harness import Benchmark, Pair

CLIENTS = 1_000
DATABASES = ("", "one", "two", "three", "four")
TICKS = 5
NEVER = 3_600.0


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    from tests import servers
    from tests.benchmarks.scene import private_runtime
    from tests.benchmarks.watched import watched

    with private_runtime(), servers.lite_server() as server, watched(server.uri, NEVER) as target:
        target.spawn(CLIENTS, DATABASES)
        found = []
        for _ in range(pairs):
            before = target.count()
            for _ in range(TICKS):
                target.tick()
            after = target.count()
            calls = (after["calls"] - before["calls"]) / TICKS
            found.append(Pair(calls, float(after["distinct"])))
        return found


BENCHMARK = Benchmark(
    name="calls-per-tick",
    ours="RPCs a tick with 1,000 clients",
    theirs="distinct (connection, database)",
    unit="a tick",
    goal=1.0,
    measure=measure,
    exact=True,
)
