"""How much more the agent's probe costs than the bare remote call.

A: `outcome_of` with the registry's bare call on a client's connection, as in a probe's thread: the
call with a deadline, its time, and its result or its exception in words.

B: the gRPC stub's `ShowCollections` on the same connection, with a prepared request and the same
deadline: the least that listing collections can cost.

Single calls take turns, A B A B, on a real Milvus Lite; a pair is the medians of 50 of each.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = 50
TIMEOUT = 5.0


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def medians(ours: Callable[[], float], theirs: Callable[[], float]) -> Pair:
    """One pair: the medians of many calls in turn."""
    calls = interleave(ours, theirs, CALLS, warm=0)
    return Pair(
        statistics.median(pair.ours for pair in calls),
        statistics.median(pair.theirs or 0.0 for pair in calls),
    )


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    import functools

    import pymilvus
    from pymilvus.grpc_gen import milvus_pb2

    from milvus_tui.agent.health.probes import outcome_of
    from milvus_tui.agent.registries import choose
    from milvus_tui.wire import WORKS
    from tests import servers

    with servers.lite_server() as server:
        client = pymilvus.MilvusClient(server.uri)
        try:
            registry = choose(pymilvus)
            look = registry.resolve(client)
            handler = look.connection.handler() if look.connection else None
            assert handler is not None, look.error
            arguments = {"timeout": TIMEOUT}
            if (context := registry.context(client)) is not None:
                arguments["context"] = context
            probe = functools.partial(registry.bare_list_collections, handler, **arguments)
            assert outcome_of(probe).state == WORKS
            request = milvus_pb2.ShowCollectionsRequest()
            stub = functools.partial(handler._stub.ShowCollections, request, timeout=TIMEOUT)
            return [
                medians(lambda: timed(lambda: outcome_of(probe)), lambda: timed(stub))
                for _ in range(pairs + 1)
            ][1:]
        finally:
            client.close()


BENCHMARK = Benchmark(
    name="probe",
    ours="a probe",
    theirs="the bare stub call",
    unit="ms",
    goal=1.15,
    measure=measure,
)
