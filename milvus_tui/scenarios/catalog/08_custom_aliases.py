"""Two aliases of one's own on one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="c1-alias".'
    first, refused = stage.try_one(alias="c1-alias")
    if first is None:
        stage.facts.update(alias="refused", error=refused)
        return
    yield 'Make a client with alias="c2-alias", on the same URI.'
    clients = [first, stage.one(alias="c2-alias")]
    honoured = [stage.alias(client).text for client in clients] == ["c1-alias", "c2-alias"]
    stage.facts.update(
        alias="honoured" if honoured else "ignored",
        connections=stage.connections(clients),
        sockets=stage.sockets(clients),
        working=stage.working(clients),
    )


SCENARIO = Scenario(
    number=8,
    name="custom aliases",
    about=(
        "When one connection does not perform well enough, an alias of one's own is said to give "
        "a client a connection of its own. Look at the sockets, too."
    ),
    guide=('alias="c1-alias" and alias="c2-alias" on one URI: two connections.'),
    expects={"alias": "honoured", "connections": 2},
    play=play,
    cell=outcome_words.aliased,
    legend="connections and sockets of two clients with an alias each",
)
