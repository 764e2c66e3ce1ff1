"""One of several equal clients is closed."""

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
    clients = context.new_clients(11)
    first, *others = clients
    context.facts.update(
        connections=context.count_connections(clients), predicted=context.predict_broken(first)
    )
    yield f"Close c{first}."
    context.close(first)
    yield "Let each of the other ten list collections."
    errors = [context.error(client) for client in others]
    broken = [error for error in errors if error]
    context.facts["broken_by_close"] = len(broken)
    context.facts["closed_one_fails"] = not context.works(first)
    if broken:
        context.facts["error"] = broken[0]


SCENARIO = Scenario(
    number=2,
    name="shared close",
    about=(
        "Clients with the same URI, login and database may share a connection. close() of one "
        "client seems to concern that client alone. Watch the others."
    ),
    guide=("Close one of the eleven: every other one now fails on list_collections."),
    expects={"broken_by_close": 10},
    play=play,
    cell=outcome_words.breaks,
    legend="how many of the other ten the close breaks",
)
