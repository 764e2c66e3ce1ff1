"""One of several equal clients is closed."""

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
    clients = stage.spawn(11)
    first, *others = clients
    stage.facts.update(connections=stage.connections(clients), foretold=stage.foretold(first))
    yield f"Close c{first}."
    stage.close(first)
    yield "Let each of the other ten list collections."
    errors = [stage.error(client) for client in others]
    broken = [error for error in errors if error]
    stage.facts["broken_by_close"] = len(broken)
    stage.facts["closed_one_fails"] = not stage.works(first)
    if broken:
        stage.facts["error"] = broken[0]


SCENARIO = Scenario(
    number=2,
    name="shared close",
    about=(
        "Clients with the same URI, login and database may share a connection. close() of one of "
        "them looks like a thing between that client and the server. Watch the others."
    ),
    guide=("Close one of the eleven: every other one now fails on list_collections."),
    expects={"broken_by_close": 10},
    play=play,
    cell=outcome_words.breaks,
    legend="how many of the other ten the close breaks",
)
