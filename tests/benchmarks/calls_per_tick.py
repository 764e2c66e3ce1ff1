"""How many remote calls a tick makes, for each distinct (connection, database).

A: RPCs started in a real target in a tick, read from gRPC's channelz inside it before and after
five ticks: whatever anybody in that process called is in it.

B: the distinct pairs of (connection, database) in that process, each of its 1,000 clients asked
by itself for its connection, without the agent.

The clients are spread over five databases, so five calls a tick are due. The ticks are made on
demand and waited for, so that no tick is cut by a reading.
"""

from __future__ import annotations

from tests.benchmarks.harness import Benchmark, Pair

CLIENTS = 1_000
DATABASES = ("", "one", "two", "three", "four")
TICKS = 5
NEVER = 3_600.0


def measure(pairs: int) -> list[Pair]:
    """Measure so many times."""
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
