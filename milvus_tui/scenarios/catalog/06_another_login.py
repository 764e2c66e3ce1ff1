"""Two clients that differ in user and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario
from milvus_tui.scenarios.steps import close_one_of_two

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    guest = stage.servers.second_login(stage)
    yield f"Make a client with the lab's login on {guest.server}."
    first = stage.one(uri=guest.uri)
    yield f"Make a client that logs in as {guest.user}."
    other = stage.one(uri=guest.uri, user=guest.user, password=guest.password)
    yield from close_one_of_two(stage, first, other)


SCENARIO = Scenario(
    number=6,
    name="another login",
    about=(
        "Two clients log in to the same server as different users. Each is to have a connection "
        "of its own, since a connection is logged in as one user."
    ),
    guide=(
        "The aliases of two clients with different logins differ; closing one makes it fail and "
        "leaves the other working."
    ),
    expects={"same_alias": False, "closed_one_fails": True, "other_works": True},
    play=play,
    cell=outcome_words.apart,
    legend=("whether the two clients share a connection, and what closing one does to the other"),
)
