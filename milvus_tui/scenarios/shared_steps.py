"""Steps that several scenarios have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def close_one_of_two(context: ScenarioContext, first: int, other: int) -> Iterator[str]:
    """Observe whether two clients share a connection, and what closing `other` does to each."""
    context.facts["same_alias"] = context.count_aliases([first, other]) == 1
    context.facts["connections"] = context.count_connections([first, other])

    yield f"Close c{other}."
    context.close(other)
    yield f"Let c{first} and c{other} list collections."
    context.facts["closed_one_fails"] = not context.works(other)
    context.facts["other_works"] = context.works(first)
