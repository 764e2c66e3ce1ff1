"""The list of scenarios, and the choice among them by number or name."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from milvus_tui.scenarios.scenario import Scenario

WIDTH = 92


def choose(scenarios: Mapping[int, Scenario], names: Iterable[str]) -> list[Scenario]:
    """The scenarios that the names select, in the order of their numbers; all for no name.

    Args:
        scenarios: by number.
        names: numbers, names, or parts of names in any case.

    Raises:
        ValueError: a name fits no scenario; the line lists all of them.
    """
    chosen = {number for name in names for number in _numbers(scenarios, name)}
    return [scenario for number, scenario in scenarios.items() if number in chosen or not chosen]


def _numbers(scenarios: Mapping[int, Scenario], name: str) -> list[int]:
    if name.isdecimal():
        found = [int(name)] if int(name) in scenarios else []
    else:
        wanted = name.casefold()
        names = {number: scenario.name.casefold() for number, scenario in scenarios.items()}
        exact = [number for number, each in names.items() if each == wanted]
        found = exact or [number for number, each in names.items() if wanted and wanted in each]
    if not found:
        known = "; ".join(f"{number} {each.name}" for number, each in scenarios.items())
        raise ValueError(f"no scenario {name!r}; there are: {known}")
    return found


def text(scenarios: Iterable[Scenario]) -> str:
    """For each scenario: what it plays, what the guide says and what its cell means."""
    return "\n\n".join(_entry(scenario) for scenario in scenarios)


def _entry(scenario: Scenario) -> str:
    lines = [f"{scenario.number:>2}  {scenario.name}"]
    guide = f"The guide: {scenario.guide}" if scenario.guide else "The guide is silent."
    legend = f"The cell: {scenario.legend}." if scenario.legend else ""
    for paragraph in (scenario.about, guide, legend):
        indent = " " * 4
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent)
    return "\n".join(lines)
