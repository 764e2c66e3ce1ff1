"""Clients with the same parameters, made in one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Make a client with the server's URI."
    first = stage.one()
    yield "Make ten more with the same URI, login and database."
    clients = [first, *stage.like(first, 10)]
    yield "Let each of the eleven list collections."
    stage.facts.update(
        clients=len(clients),
        aliases=stage.aliases(clients),
        connections=stage.connections(clients),
        sockets=stage.sockets(clients),
        working=stage.working(clients),
    )


SCENARIO = Scenario(
    number=1,
    name="shared, one thread",
    about=(
        "A MilvusClient is a handle: it holds an alias, and the alias names a connection. Eleven "
        "clients are made with the same URI, login and database. How many connections are there?"
    ),
    guide=(
        "A client, then ten more with the same URI, login and database: all carry the same alias "
        "and ride one connection."
    ),
    expects={"aliases": 1, "connections": 1, "working": 11},
    play=play,
    cell=outcome_words.connections,
    legend="how many connections the eleven clients ride",
)
