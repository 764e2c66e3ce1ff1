"""Steps that several scenarios have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def close_one_of_two(stage: Stage, first: int, other: int) -> Iterator[str]:
    """Whether two clients share a connection, and what closing `other` does to each."""
    stage.facts["same_alias"] = stage.aliases([first, other]) == 1
    stage.facts["connections"] = stage.connections([first, other])

    yield f"Close c{other}."
    stage.close(other)
    yield f"Let c{first} and c{other} list collections."
    stage.facts["closed_one_fails"] = not stage.works(other)
    stage.facts["other_works"] = stage.works(first)
