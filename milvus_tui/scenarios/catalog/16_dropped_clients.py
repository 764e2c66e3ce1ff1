"""Clients that are dropped without close()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    uri = context.second_login().uri
    yield "Make five clients with the same parameters, and drop them."
    same = context.new_clients(5, uri=uri, token="same:token")
    aliases = {context.alias(client).id for client in same}
    context.drop(*same)
    context.facts["left_of_5_equal"] = context.count_registered(aliases)
    yield "Make five clients with a login each, and drop them."
    own = [
        context.new_client(uri=uri, user=f"user{number}", password="secret") for number in range(5)
    ]
    aliases = {context.alias(client).id for client in own}
    context.drop(*own)
    context.facts["left_of_5_logins"] = context.count_registered(aliases)
    yield "Make two dedicated clients, and drop them."
    dedicated = context.new_clients(2, uri=uri, token="dedicated:token", dedicated=True)
    aliases = {context.alias(client).id for client in dedicated}
    context.drop(*dedicated)
    context.facts["left_of_2_dedicated"] = context.count_registered(aliases)


SCENARIO = Scenario(
    number=16,
    name="dropped",
    about=(
        "Clients go out of scope without close(): five with the same parameters, five with a token "
        "each, two that are dedicated. What does pymilvus keep of them?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.dropped_clients,
    legend="what the registry keeps of 5 equal clients / 5 logins / 2 dedicated clients",
)
