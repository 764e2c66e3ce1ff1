"""Each thread creates its own client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Let ten threads make a client each, with the same URI."
    clients = context.new_clients(10, own_thread=True)
    yield "Let each of the ten list collections."
    context.facts.update(
        threads=len({context.row(client).thread for client in clients}),
        connections=context.count_connections(clients),
        sockets=context.count_sockets(clients),
        working=context.count_working(clients),
    )


SCENARIO = Scenario(
    number=3,
    name="a client per thread",
    about=(
        "A client for each thread looks like a connection for each thread. Ten threads create a "
        "client each, with the same URI, and list collections with it."
    ),
    guide=("Ten clients with the same URI, each created for its own thread: one connection."),
    expects={"connections": 1, "working": 10},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections the clients of ten threads use",
)
