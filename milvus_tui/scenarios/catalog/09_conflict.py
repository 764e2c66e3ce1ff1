"""The same alias for two servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield 'Make a client with alias="shared-name".'
    first, refused = stage.try_one(alias="shared-name")
    if first is None:
        stage.facts.update(alias="refused", error=refused)
        return
    uri = stage.servers.lite()
    yield "Ask for the same alias on another server."
    second, refused = stage.try_one(uri=uri, alias="shared-name")
    if second is None:
        stage.facts.update(conflict=True, second="refused", error=refused)
        return
    connection = stage.connection(second)
    own = connection is not None and connection.address == uri.partition("://")[2]
    stage.facts.update(
        conflict=not own, second="its own server" if own else "the first one's server"
    )


SCENARIO = Scenario(
    number=9,
    name="an alias used twice",
    about=(
        "Aliases are names in one space for the whole process. A second client asks for a name "
        "that is taken, and means another server by it. Which server does it get?"
    ),
    guide=(
        "A name used twice is a conflict: the second client does not get a connection of its own."
    ),
    expects={"conflict": True},
    play=play,
    cell=outcome_words.conflict,
    legend="which server a client gets that asks for an alias of another server",
)
