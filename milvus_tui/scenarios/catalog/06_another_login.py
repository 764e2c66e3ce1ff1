"""Two clients that differ in user and password."""

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
    login = context.second_login()
    yield f"Make a client with the lab's login on {login.server}."
    first = context.new_client(uri=login.uri)
    yield f"Make a client that logs in as {login.user}."
    other = context.new_client(uri=login.uri, user=login.user, password=login.password)
    yield from close_one_of_two(context, first, other)


SCENARIO = Scenario(
    number=6,
    name="another login",
    about=(
        "Two clients log in to the same server as different users. Each needs its own "
        "connection, since a connection is logged in as one user."
    ),
    guide=(
        "The aliases of two clients with different logins differ; closing one makes it fail and "
        "leaves the other working."
    ),
    expects={"same_alias": False, "closed_one_fails": True, "other_works": True},
    play=play,
    cell=outcome_words.separation,
    legend=("whether the two clients share a connection, and what closing one does to the other"),
)
