"""What the agent adds to a call of the ORM, in microseconds.

Each call of the ORM first looks its alias up; the agent counts it there. A program that is watched
and the same program alone run at the same time and take turns. A figure is the difference of one
look-up's time. What the agent adds to the call that follows is the same for clients and the ORM.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.harness import Benchmark, Pair, interleave
from tests.benchmarks.program import program

SCRIPT = Path(__file__).with_name("orm_call_main.py")


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
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
            program(server.uri, watched, SCRIPT) as ours,
            program(server.uri, alone, SCRIPT) as theirs,
        ):
            found = interleave(ours, theirs, pairs)
        listener.finish()
        aliases = [session.snapshot.orm_aliases.values() for session in listener.sessions]
        if not all(row.uses for of_one in aliases for row in of_one) or not any(aliases):
            raise RuntimeError("the program was not watched")
        return [Pair(pair.ours - (pair.theirs or 0.0)) for pair in found]
    finally:
        listener.close()
        listener.detach()


BENCHMARK = Benchmark(
    name="orm-call",
    ours="microseconds that watching adds to a call of the ORM",
    theirs="",
    unit="µs",
    goal=1.0,
    measure=measure,
)
