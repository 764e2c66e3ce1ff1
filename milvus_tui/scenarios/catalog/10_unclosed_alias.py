"""A client with a custom alias is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="mine".'
    client, refused = context.try_new_client(alias="mine")
    if client is None:
        context.facts.update(alias="refused", error=refused)
        return
    alias = context.alias(client)
    yield f"Drop c{client} without closing it."
    context.drop(client)
    context.facts.update(
        alias="honoured" if alias.text == "mine" else "ignored",
        left_in_registry=context.count_registered({alias.id}),
    )


SCENARIO = Scenario(
    number=10,
    name="an alias that is not closed",
    about=(
        "A client with a custom alias goes out of scope without close(). What happens to its "
        "connection?"
    ),
    guide=(
        "A client with a custom alias that is not closed when no longer needed keeps its "
        "connection."
    ),
    expects={"alias": "honoured", "left_in_registry": 1},
    play=play,
    cell=outcome_words.dropped_alias,
    legend="whether the registry keeps the connection of a dropped client",
)
