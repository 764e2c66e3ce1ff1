"""A new client with the parameters of broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Make eleven clients with the same URI, login and database."
    first, *others = context.new_clients(11)
    yield f"Close c{first}."
    context.close(first)
    broken = [client for client in others if not context.works(client)]
    context.facts["broken_by_close"] = len(broken)
    yield "Make a new client with the same parameters."
    new = context.duplicate(first)[0]
    context.facts.update(
        new_one_works=context.works(new),
        revived=context.count_working(broken),
        closed_one_works_again=context.works(first),
    )


SCENARIO = Scenario(
    number=11,
    name="revival",
    about=(
        "Clients broke because one of them was closed. Then a new client is created with the "
        "same parameters. Watch the broken ones."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.revival,
    legend="which clients work again once a new client is created",
)
