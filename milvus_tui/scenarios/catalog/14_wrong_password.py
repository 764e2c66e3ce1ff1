"""A wrong password for a user who is logged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    server = stage.servers.secured()
    yield f"Log in as {server.user}, with the right password."
    stage.one(uri=server.uri, user=server.user, password=server.password)
    yield f"Log in as {server.user}, with a wrong password."
    second, refused = stage.try_one(uri=server.uri, user=server.user, password="wrong")
    stage.facts["accepted"] = second is not None and stage.works(second)
    if second is None:
        stage.facts["error"] = refused


SCENARIO = Scenario(
    number=14,
    name="wrong password accepted",
    about=(
        "A server checks passwords. One client is logged in as root; another one asks for root "
        "with a wrong password. If the two share a connection, nobody looks at that password."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.accepted,
    legend="what becomes of the wrong password",
)
