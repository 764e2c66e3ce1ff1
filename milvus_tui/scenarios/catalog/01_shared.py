"""Clients with the same parameters, created in one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Make a client with the server's URI."
    first = context.new_client()
    yield "Make ten more with the same URI, login and database."
    clients = [first, *context.duplicate(first, 10)]
    yield "Let each of the eleven list collections."
    context.facts.update(
        clients=len(clients),
        aliases=context.count_aliases(clients),
        connections=context.count_connections(clients),
        sockets=context.count_sockets(clients),
        working=context.count_working(clients),
    )


SCENARIO = Scenario(
    number=1,
    name="shared, one thread",
    about=(
        "A MilvusClient is a handle: it holds an alias, and the alias names a connection. Eleven "
        "clients are created with the same URI, login and database. How many connections are there?"
    ),
    guide=(
        "A client, then ten more with the same URI, login and database: all carry the same alias "
        "and use one connection."
    ),
    expects={"aliases": 1, "connections": 1, "working": 11},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections the eleven clients use",
)
