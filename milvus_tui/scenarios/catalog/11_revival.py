"""A new client with the parameters of broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Make eleven clients with the same URI, login and database."
    first, *others = stage.spawn(11)
    yield f"Close c{first}."
    stage.close(first)
    broken = [client for client in others if not stage.works(client)]
    stage.facts["broken_by_close"] = len(broken)
    yield "Make a new client with the same parameters."
    new = stage.like(first)[0]
    stage.facts.update(
        new_one_works=stage.works(new),
        revived=stage.working(broken),
        closed_one_works_again=stage.works(first),
    )


SCENARIO = Scenario(
    number=11,
    name="revival",
    about=(
        "Clients broke because one of them was closed. Then somebody makes a new client with the "
        "same parameters. The broken ones did nothing, and yet watch them."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.revival,
    legend="who works again once a new client is made",
)
