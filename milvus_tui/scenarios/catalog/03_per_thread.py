"""Each thread makes a client of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Let ten threads make a client each, with the same URI."
    clients = stage.spawn(10, own_thread=True)
    yield "Let each of the ten list collections."
    stage.facts.update(
        threads=len({stage.row(client).thread for client in clients}),
        connections=stage.connections(clients),
        sockets=stage.sockets(clients),
        working=stage.working(clients),
    )


SCENARIO = Scenario(
    number=3,
    name="a client per thread",
    about=(
        "A client for each thread looks like a connection for each thread. Ten threads make one "
        "each, with the same URI, and list collections with it."
    ),
    guide=(
        "Ten clients with the same URI, each made for a thread of its own: one connection "
        "underneath."
    ),
    expects={"connections": 1, "working": 10},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections the clients of ten threads ride",
)
