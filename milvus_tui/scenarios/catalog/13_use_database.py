"""One of several equal clients changes its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    guest = stage.servers.second_login(stage)
    yield f"Make five clients on the default database of {guest.server}."
    clients = stage.spawn(5, uri=guest.uri)
    first, *others = clients
    database = stage.database
    yield f"Make the database {database}, with a client of another login."
    stage.one_elsewhere(uri=guest.uri, user=guest.user, password=guest.password)
    yield f"Let c{first} use {database}."
    if not stage.do("use_database", client=first, database=database)["available"]:
        stage.facts["use_database"] = "none"
        return
    stage.wait(lambda: stage.row(first).database == database, "the move")
    moved = [stage.row(other).database == database for other in others]
    yield "Make one more client like the others."
    later = stage.like(first)[0]
    stage.facts.update(
        moved_sharers=sum(moved), later_client_moved=stage.row(later).database == database
    )


SCENARIO = Scenario(
    number=13,
    name="use_database",
    about=(
        "One of five clients that share a connection calls use_database. Who else now reads and "
        "writes in the other database, and what does a client get that is made later?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.moved,
    legend=(
        "how many of the other four clients use_database() moves, and whether a client that"
        " is made later is moved, too"
    ),
)
