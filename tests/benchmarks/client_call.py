"""What the agent adds to a call of a client that succeeds, in microseconds.

A program that is watched and the same program alone run at the same time and take turns. A figure
is the difference of one call's processor time. A `list_collections` takes 400 µs and more, so a
hundredth of it is the goal.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.harness import Benchmark, Pair, interleave
from tests.benchmarks.program import program

SCRIPT = Path(__file__).with_name("client_call_main.py")


def measure(pairs: int, *arguments: str) -> list[Pair]:
    """Measure a number of pairs.

    Args:
        pairs: how many.
        arguments: further ones for the program.
    """
    from milvus_tui.sessions.program.agent_listener import AgentListener
    from milvus_tui.sessions.program.watched_environment import WatchSettings, environment
    from tests import servers

    alone = {**os.environ, "MILVUS_TUI": "0"}
    listener = AgentListener()
    listener.start()
    try:
        watched = environment(os.environ, listener.path, WatchSettings())
        with (
            servers.lite_server() as server,
            program(server.uri, watched, SCRIPT, *arguments) as ours,
            program(server.uri, alone, SCRIPT, *arguments) as theirs,
        ):
            found = interleave(ours, theirs, pairs)
        listener.finish()
        rows = [row for one in listener.sessions for row in one.snapshot.connections.values()]
        if not any(row.succeeded + row.failed > pairs for row in rows):
            raise RuntimeError("the program was not watched")
        return [Pair(pair.ours - (pair.theirs or 0.0)) for pair in found]
    finally:
        listener.close()
        listener.detach()


BENCHMARK = Benchmark(
    name="client-call",
    ours="microseconds that watching adds to a client's call",
    theirs="",
    unit="µs",
    goal=4.0,
    measure=measure,
)
