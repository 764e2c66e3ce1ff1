"""An AsyncMilvusClient in each of several event loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Run three event loops, each with an AsyncMilvusClient that is not closed."
    data = context.do("loops", count=3)
    if not data["available"]:
        context.facts["async_client"] = "none"
        return
    errors = [error for error in data["each"] if error]
    context.facts.update(
        loops=len(data["each"]),
        working=len(data["each"]) - len(errors),
        first_client_in_later_loops=sum(not error for error in data["first"]),
        left=data["left"],
    )
    if errors:
        context.facts["error"] = errors[0]


SCENARIO = Scenario(
    number=18,
    name="async, several event loops",
    about=(
        "A program calls asyncio.run() again and again, and creates an AsyncMilvusClient each "
        "time. Each asyncio.run() has its own event loop, and closes the loop at its end."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.event_loops,
    legend=("in how many loops the new client works, and how many connections are left"),
)
