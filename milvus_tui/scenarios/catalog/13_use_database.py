"""One of several equal clients changes its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Make five clients on the default database."
    clients = stage.spawn(5)
    first, *others = clients
    yield "Make the database test_DB, with a client of another login."
    user, password = stage.servers.second_login(stage)
    stage.one(user=user, password=password, database="test_DB", create_database=True)
    yield f"Let c{first} use test_DB."
    stage.do("use_database", client=first, database="test_DB")
    stage.wait(lambda: stage.row(first).database == "test_DB", "the move")
    stage.facts["moved_sharers"] = sum(stage.row(other).database == "test_DB" for other in others)
    yield "Make one more client like the others."
    later = stage.like(first)[0]
    stage.facts["later_client_on"] = stage.row(later).database


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
)
