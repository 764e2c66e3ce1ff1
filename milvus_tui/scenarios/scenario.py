"""What a scenario is, and what playing one gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui.scenarios.stage import Stage

Fact = str | int | bool
"""What a fact may be: it becomes JSON, and a word in a table."""


Facts = Mapping[str, Fact]


class CannotRun(Exception):
    """A scenario needs what is not there; the text says what, in one line."""


def every_fact(facts: Facts) -> str:
    """All facts in a row: what a table says of a scenario that has no better words."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())


@dataclass(frozen=True)
class Scenario:
    """A story in a few steps, and what the guide says of its end."""

    number: int
    name: str
    about: str
    """A few lines for somebody who has never heard of aliases."""
    play: Callable[[Stage], Iterator[str]]
    """A generator: it yields what the next step does, in a sentence, and then does it.

    What it found out it puts into `stage.facts`.
    """
    guide: str | None = None
    """What the guide says, in a sentence; None where it is silent."""
    expects: Facts = field(default_factory=dict)
    """The facts that hold if the guide is right; others may be observed besides."""
    cell: Callable[[Facts], str] = every_fact
    """What was observed in two or three words, for a table of releases."""
    legend: str = ""
    """What the cell says, in a sentence without its end."""


@dataclass(frozen=True)
class Result:
    """What was observed when a scenario was played with one release."""

    release: str
    scenario: int
    name: str
    guide: str | None
    observed: dict[str, Fact]
    agrees: bool | None
    """Whether the guide is right here; None where it is silent or the scenario could not run."""
    reason: str | None
    """Why it could not run, or where it differs from the guide."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "release": self.release,
            "scenario": self.scenario,
            "name": self.name,
            "guide": self.guide,
            "observed": self.observed,
            "agrees": self.agrees,
            "reason": self.reason,
        }

    @property
    def ran(self) -> bool:
        """Whether anything was observed."""
        return bool(self.observed)


def judge(scenario: Scenario, release: str, observed: dict[str, Fact]) -> Result:
    """Hold what was observed against what the guide says."""
    differs = [
        f"{name.replace('_', ' ')}: {observed.get(name, 'not seen')}, not {expected}"
        for name, expected in scenario.expects.items()
        if observed.get(name) != expected
    ]
    return Result(
        release=release,
        scenario=scenario.number,
        name=scenario.name,
        guide=scenario.guide,
        observed=observed,
        agrees=None if scenario.guide is None else not differs,
        reason="; ".join(differs) or None,
    )


def could_not(scenario: Scenario, release: str, reason: str) -> Result:
    """The result of a scenario that could not run."""
    return Result(release, scenario.number, scenario.name, scenario.guide, {}, None, reason)
