"""A client with an alias of its own is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="mine".'
    client, refused = stage.try_one(alias="mine")
    if client is None:
        stage.facts.update(alias="refused", error=refused)
        return
    alias = stage.alias(client)
    yield f"Let go of c{client} without closing it."
    stage.drop(client)
    stage.facts.update(
        alias="honoured" if alias.text == "mine" else "ignored",
        left_in_registry=stage.left({alias.id}),
    )


SCENARIO = Scenario(
    number=10,
    name="an alias that is not closed",
    about=(
        "A client with an alias of its own goes out of scope, and nobody closed it. The client is "
        "gone. What about its connection?"
    ),
    guide=(
        "A client with an alias of its own that is not closed when no longer needed keeps its "
        "connection."
    ),
    expects={"alias": "honoured", "left_in_registry": 1},
    play=play,
    cell=outcome_words.kept,
    legend="what the registry has of a client that was let go",
)
