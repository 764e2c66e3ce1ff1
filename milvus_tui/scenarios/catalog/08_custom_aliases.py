"""Two custom aliases on one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="c1-alias".'
    first, refused = context.try_new_client(alias="c1-alias")
    if first is None:
        context.facts.update(alias="refused", error=refused)
        return
    yield 'Make a client with alias="c2-alias", on the same URI.'
    clients = [first, context.new_client(alias="c2-alias")]
    honoured = [context.alias(client).text for client in clients] == ["c1-alias", "c2-alias"]
    context.facts.update(
        alias="honoured" if honoured else "ignored",
        connections=context.count_connections(clients),
        sockets=context.count_sockets(clients),
        working=context.count_working(clients),
    )


SCENARIO = Scenario(
    number=8,
    name="custom aliases",
    about=(
        "Where one connection is too slow, the guide gives each client a custom alias, to get "
        "a connection for each. Look at the sockets, too."
    ),
    guide=('alias="c1-alias" and alias="c2-alias" on one URI: two connections.'),
    expects={"alias": "honoured", "connections": 2},
    play=play,
    cell=outcome_words.custom_aliases,
    legend="connections and sockets of two clients with an alias each",
)
