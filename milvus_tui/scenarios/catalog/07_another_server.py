"""Two clients that differ in the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario
from milvus_tui.scenarios.shared_steps import close_one_of_two

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Make a client."
    first = context.new_client()
    uri = context.servers.second_server()
    yield "Make a client on another server, a second Milvus Lite."
    other = context.new_client(uri=uri)
    context.facts["sockets"] = context.count_sockets([first, other])
    yield from close_one_of_two(context, first, other)


SCENARIO = Scenario(
    number=7,
    name="another server",
    about=("Two clients in one process, each on another server."),
    guide=(
        "The aliases of two clients with different URIs differ; closing one makes it fail and "
        "leaves the other working."
    ),
    expects={"same_alias": False, "closed_one_fails": True, "other_works": True},
    play=play,
    cell=outcome_words.separation,
    legend=("whether the two clients share a connection, and what closing one does to the other"),
)
