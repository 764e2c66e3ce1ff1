"""An https client beside an http client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    uri = stage.servers.lite()
    yield "Make an http client."
    stage.one(uri=uri)
    yield "Make an https client on the same address. The server has no TLS."
    second, refused = stage.try_one(uri=uri.replace("http://", "https://"))
    connection = stage.connection(second) if second is not None else None
    stage.facts["accepted"] = second is not None
    stage.facts["plain_text"] = connection is not None and not connection.secure
    if second is None:
        stage.facts["error"] = refused


SCENARIO = Scenario(
    number=15,
    name="plain text for https",
    about=(
        "One client speaks http with a server. Another one asks for https on the same address, "
        "with the same login, and believes that it is encrypted. Is it?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.plain,
    legend="what becomes of the https client on a server without TLS",
)
