"""The same alias for two servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="shared-name".'
    first, refused = context.try_new_client(alias="shared-name")
    if first is None:
        context.facts.update(alias="refused", error=refused)
        return
    uri = context.servers.second_server()
    yield "Ask for the same alias on another server."
    second, refused = context.try_new_client(uri=uri, alias="shared-name")
    if second is None:
        context.facts.update(conflict=True, second="refused", error=refused)
        return
    connection = context.connection(second)
    own = connection is not None and connection.address == uri.partition("://")[2]
    context.facts.update(
        conflict=not own, second="its own server" if own else "the first one's server"
    )


SCENARIO = Scenario(
    number=9,
    name="an alias used twice",
    about=(
        "Aliases are names in one space for the whole process. A second client asks for a name "
        "that is in use, with another server. Which server does it get?"
    ),
    guide=("A name used twice is a conflict: the second client does not get its own connection."),
    expects={"conflict": True},
    play=play,
    cell=outcome_words.conflict,
    legend="the server of a client that asks for an alias in use with another server",
)
