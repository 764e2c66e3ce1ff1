"""One of several equal clients changes its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    login = context.second_login()
    yield f"Make five clients on the default database of {login.server}."
    clients = context.new_clients(5, uri=login.uri)
    first, *others = clients
    database = context.database
    yield f"Make the database {database}, with a client of another login."
    context.new_client_in_own_database(uri=login.uri, user=login.user, password=login.password)
    yield f"Let c{first} use {database}."
    if not context.do("use_database", client=first, database=database)["available"]:
        context.facts["use_database"] = "none"
        return
    context.wait(lambda: context.row(first).database == database, "the move")
    moved = [context.row(other).database == database for other in others]
    yield "Make one more client like the others."
    later = context.duplicate(first)[0]
    context.facts.update(
        moved_sharers=sum(moved), later_client_moved=context.row(later).database == database
    )


SCENARIO = Scenario(
    number=13,
    name="use_database",
    about=(
        "One of five clients that share a connection calls use_database. Which other clients "
        "now read and write in that database, and which database does a later client get?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.database_moves,
    legend=(
        "how many of the other four clients use_database() moves, and whether a later"
        " client is moved, too"
    ),
)
