"""One client is used by several threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Make a client."
    client = stage.one()
    yield f"Hand c{client} to ten threads, which list collections with it."
    workers = stage.copy(client, 10)
    rows = stage.snapshot.workers
    stage.facts.update(
        threads=len(workers),
        connections=stage.connections([client]),
        sockets=stage.sockets([client]),
        working=sum(rows[worker].state == "works" for worker in workers),
    )


SCENARIO = Scenario(
    number=4,
    name="a client copied to threads",
    about=("One client is handed to ten threads, and each of them lists collections with it."),
    guide=(
        "One client handed to ten threads is safe: one connection underneath, and each thread "
        "works."
    ),
    expects={"connections": 1, "working": 10},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections one client in ten threads rides",
)
