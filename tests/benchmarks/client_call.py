"""What the agent adds to a call of a client that succeeds, in microseconds.

A program that is watched and the same program alone run at the same time and take turns. A figure
is the difference of one call's processor time. A `list_collections` takes 400 µs and more, so a
hundredth of it is the goal.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave
from tests.benchmarks.program import program

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.model.snapshot import Snapshot

SCRIPT = Path(__file__).with_name("client_call_main.py")


def _calls(snapshot: Snapshot) -> int:
    return sum(row.succeeded + row.failed for row in snapshot.connections.values())


def measure(
    pairs: int,
    *arguments: str,
    script: Path = SCRIPT,
    seen: Callable[[Snapshot], int] = _calls,
) -> list[Pair]:
    """Measure a number of pairs.

    Args:
        pairs: how many.
        arguments: further ones for the program.
        script: the program.
        seen: how much of what the program does a snapshot shows; more than `pairs`.
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
            program(server.uri, watched, script, *arguments) as ours,
            program(server.uri, alone, script, *arguments) as theirs,
        ):
            found = interleave(ours, theirs, pairs)
        listener.finish()
        if not any(seen(one.snapshot) > pairs for one in listener.sessions):
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
