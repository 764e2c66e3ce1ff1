"""The words of a result: the text of a table cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milvus_tui.scenarios.scenario import Result, Scenario

COULD_NOT = "could not run"

DIFFERS = "✗"
"""The mark before an outcome that is not as the guide says."""

MAX_LENGTH = 40
"""Characters of a cell; a user's own scenario may give more."""


def observed(scenario: Scenario, result: Result) -> str:
    """What the scenario observed, as the text of a table cell."""
    if not result.ran:
        return COULD_NOT
    try:
        words = scenario.cell(result.observed)
    except Exception:  # noqa: BLE001 - a user's own scenario may raise anything
        words = "?"
    words = " ".join(words.split())
    return words if len(words) <= MAX_LENGTH else f"{words[: MAX_LENGTH - 1]}…"


def cell(scenario: Scenario, result: Result) -> str:
    """The text of `observed()`, marked where the outcome is not as the guide says."""
    words = observed(scenario, result)
    return f"{DIFFERS} {words}" if result.agrees is False else f"  {words}"
