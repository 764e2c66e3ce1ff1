"""Clients that are dropped without close()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    uri = stage.servers.second_login(stage).uri
    yield "Make five clients with the same parameters, and drop them."
    same = stage.spawn(5, uri=uri, token="same:token")
    aliases = {stage.alias(client).id for client in same}
    stage.drop(*same)
    stage.facts["left_of_5_equal"] = stage.left(aliases)
    yield "Make five clients with a login each, and drop them."
    own = [stage.one(uri=uri, user=f"user{number}", password="secret") for number in range(5)]
    aliases = {stage.alias(client).id for client in own}
    stage.drop(*own)
    stage.facts["left_of_5_logins"] = stage.left(aliases)
    yield "Make two dedicated clients, and drop them."
    dedicated = stage.spawn(2, uri=uri, token="dedicated:token", dedicated=True)
    aliases = {stage.alias(client).id for client in dedicated}
    stage.drop(*dedicated)
    stage.facts["left_of_2_dedicated"] = stage.left(aliases)


SCENARIO = Scenario(
    number=16,
    name="dropped",
    about=(
        "Clients go out of scope without close(): five with the same parameters, five with tokens "
        "of their own, two that asked to be dedicated. What does pymilvus keep of them?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.dropped,
    legend="what the registry keeps of 5 equal clients / 5 logins / 2 dedicated ones",
)
