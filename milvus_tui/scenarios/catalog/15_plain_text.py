"""An https client beside an http client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    uri = context.servers.second_server()
    yield "Make an http client."
    context.new_client(uri=uri)
    yield "Make an https client on the same address. The server has no TLS."
    second, refused = context.try_new_client(uri=uri.replace("http://", "https://"))
    connection = context.connection(second) if second is not None else None
    context.facts["accepted"] = second is not None
    context.facts["plain_text"] = connection is not None and not connection.secure
    if second is None:
        context.facts["error"] = refused


SCENARIO = Scenario(
    number=15,
    name="plain text for https",
    about=(
        "One client speaks http with a server. Another one asks for https on the same address, "
        "with the same login, and should be encrypted. Is it?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.encryption,
    legend="what an https client gets on a server without TLS",
)
