"""Two clients that differ in the database."""

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
    yield "Make a client on the default database."
    first = context.new_client()
    yield f"Make the database {context.database}, and a client on it."
    other = context.new_client_in_own_database()
    yield from close_one_of_two(context, first, other)


SCENARIO = Scenario(
    number=5,
    name="another database",
    about=(
        "One client uses the default database and another one test_DB_…, on the same server. Do "
        "they share a connection?"
    ),
    guide=(
        "The aliases of two clients on different databases differ; closing one makes it fail and "
        "leaves the other working."
    ),
    expects={"same_alias": False, "closed_one_fails": True, "other_works": True},
    play=play,
    cell=outcome_words.separation,
    legend=("whether the two clients share a connection, and what closing one does to the other"),
)
