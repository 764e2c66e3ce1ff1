"""A wrong password for a user who is logged in already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    server = context.servers.login_server()
    yield f"Log in as {server.user}, with the right password."
    context.new_client(uri=server.uri, user=server.user, password=server.password)
    yield f"Log in as {server.user}, with a wrong password."
    second, refused = context.try_new_client(uri=server.uri, user=server.user, password="wrong")
    context.facts["accepted"] = second is not None and context.works(second)
    if second is None:
        context.facts["error"] = refused


SCENARIO = Scenario(
    number=14,
    name="wrong password accepted",
    about=(
        "A server checks passwords. One client is logged in as root; another one asks for root "
        "with a wrong password. If the two share a connection, nothing checks that password."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.acceptance,
    legend="whether the wrong password is accepted",
)
