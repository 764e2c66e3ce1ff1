"""What the agent adds to the creation of a client, and to its drop, in the program's own thread.

The client joins a connection that is open: nothing waits for a server. A program that is watched
and the same program alone run at the same time and take turns.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import client_call
from tests.benchmarks.harness import Benchmark, Pair

if TYPE_CHECKING:
    from milvus_tui.model.snapshot import Snapshot

SCRIPT = Path(__file__).with_name("creation_main.py")


def _created(snapshot: Snapshot) -> int:
    return sum(site.created for site in snapshot.sites.values())


def measure(pairs: int) -> list[Pair]:
    """Measure a number of pairs."""
    return client_call.measure(pairs, script=SCRIPT, seen=_created)


BENCHMARK = Benchmark(
    name="creation",
    ours="microseconds that watching adds to a client's creation and drop",
    theirs="",
    unit="µs",
    goal=6.0,
    measure=measure,
)
