"""What a scenario is, and the result of playing one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from milvus_tui.scenarios.facts import every_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui.scenarios.facts import Fact, Facts
    from milvus_tui.scenarios.scenario_context import ScenarioContext


@dataclass(frozen=True)
class Scenario:
    """A few steps on a target, and what the guide says of their outcome."""

    number: int
    name: str
    about: str
    """A few lines for a reader who has never heard of aliases."""
    play: Callable[[ScenarioContext], Iterator[str]]
    """A generator: it yields what the next step does, in a sentence, and then does the step.

    It writes what it observes into `context.facts`.
    """
    guide: str | None = None
    """What the guide says, in a sentence; None where the guide is silent."""
    expects: Facts = field(default_factory=dict)
    """The facts that hold if the guide is right; a scenario may observe other facts as well."""
    cell: Callable[[Facts], str] = every_fact
    """Gives the observed facts in two or three words, for a table of releases."""
    legend: str = ""
    """What the cell means, in a sentence without its full stop."""


@dataclass(frozen=True)
class Result:
    """What a scenario observed with one release."""

    release: str
    scenario: int
    name: str
    guide: str | None
    observed: dict[str, Fact]
    agrees: bool | None
    """Whether the guide is right; None where it is silent or the scenario could not run."""
    reason: str | None
    """Why the scenario could not run, or where the facts differ from the guide."""

    def as_dict(self) -> dict[str, Any]:
        """The result as a JSON object."""
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
        """Whether the scenario observed anything."""
        return bool(self.observed)


def judge(scenario: Scenario, release: str, observed: dict[str, Fact]) -> Result:
    """Compare the observed facts with what the guide says."""
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


def could_not_run(scenario: Scenario, release: str, reason: str) -> Result:
    """The result of a scenario that could not run."""
    return Result(release, scenario.number, scenario.name, scenario.guide, {}, None, reason)
