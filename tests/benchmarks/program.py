"""How much the agent slows a program down.

A: a program with the bootstrap of `milvus-tui run`, and a viewer that reads everything that the
agent sends. B: the same program without an agent. Both run at the same time and take turns: 50
calls of `list_collections`, and 50 clients that are created on the existing connection and dropped.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Benchmark, Pair, interleave
from tests.benchmarks.terminal import python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLIENTS = 50
"""Clients that `program_main` creates in each turn."""

SCRIPT = Path(__file__).with_name("program_main.py")


@contextmanager
def program(
    uri: str, variables: dict[str, str], script: Path = SCRIPT, *arguments: str
) -> Iterator[Callable[[], float]]:
    """A running program, as a function: a call does the work and returns the time it took."""
    process = subprocess.Popen(
        python(str(script), uri, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=variables,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def work() -> float:
        stdin.write("go\n")
        stdin.flush()
        return float(stdout.readline())

    try:
        if stdout.readline() != "ready\n":
            raise RuntimeError("the program did not start")
        yield work
    finally:
        process.communicate()


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
            program(server.uri, watched) as ours,
            program(server.uri, alone) as theirs,
        ):
            found = interleave(ours, theirs, pairs)
        listener.finish()
        sites = [session.snapshot.sites.values() for session in listener.sessions]
        created = [sum(site.created for site in of_one) for of_one in sites]
        if not created or min(created) < pairs * CLIENTS:
            raise RuntimeError(f"the program was not watched: clients seen are {created}")
        return found
    finally:
        listener.close()
        listener.detach()


BENCHMARK = Benchmark(
    name="program",
    ours="a program's work while it is watched",
    theirs="the same program alone",
    unit="ms",
    goal=1.1,
    measure=measure,
)
