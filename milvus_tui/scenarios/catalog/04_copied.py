"""One client is used by several threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Make a client."
    client = context.new_client()
    yield f"Hand c{client} to ten threads, which list collections with it."
    workers = context.start_threads(client, 10)
    rows = context.snapshot.workers
    context.facts.update(
        threads=len(workers),
        connections=context.count_connections([client]),
        sockets=context.count_sockets([client]),
        working=sum(rows[worker].state == "works" for worker in workers),
    )


SCENARIO = Scenario(
    number=4,
    name="a client copied to threads",
    about=("One client is handed to ten threads, and each of them lists collections with it."),
    guide=("One client handed to ten threads is safe: one connection, and each thread works."),
    expects={"connections": 1, "working": 10},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections one client in ten threads uses",
)
