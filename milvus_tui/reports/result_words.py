"""A result in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milvus_tui.scenarios.scenario import Result, Scenario

COULD_NOT = "could not run"

DIFFERS = "✗"
"""Stands before what is not as the guide says."""

LONGEST = 40
"""Letters of a cell; scenarios of other people may say more."""


def observed(scenario: Scenario, result: Result) -> str:
    """What was observed, as a table's cell has it."""
    if not result.ran:
        return COULD_NOT
    try:
        words = scenario.cell(result.observed)
    except Exception:  # noqa: BLE001 - a scenario may be of anybody's making
        words = "?"
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def cell(scenario: Scenario, result: Result) -> str:
    """The same, marked where it is not as the guide says."""
    words = observed(scenario, result)
    return f"{DIFFERS} {words}" if result.agrees is False else f"  {words}"
