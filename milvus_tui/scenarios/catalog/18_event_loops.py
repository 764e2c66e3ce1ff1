"""AsyncMilvusClient in one event loop after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Run three event loops, each with an AsyncMilvusClient that nobody closes."
    data = stage.do("loops", count=3)
    if not data["available"]:
        stage.facts["async_client"] = "none"
        return
    errors = [error for error in data["each"] if error]
    stage.facts.update(
        loops=len(data["each"]),
        working=len(data["each"]) - len(errors),
        first_client_in_later_loops=sum(not error for error in data["first"]),
        left=data["left"],
    )
    if errors:
        stage.facts["error"] = errors[0]


SCENARIO = Scenario(
    number=18,
    name="async, several event loops",
    about=(
        "A program calls asyncio.run() again and again, and each time makes an AsyncMilvusClient. "
        "Each asyncio.run() is an event loop of its own, which is closed at its end."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.loops,
    legend=("in how many loops the new client works, and how many connections are left behind"),
)
