"""Plays a scenario on a target, one step at a time or to its end."""

from __future__ import annotations

import contextlib
import traceback
from concurrent.futures import TimeoutError as CallTimeout
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario import Result, Scenario, could_not_run, judge
from milvus_tui.scenarios.scenario_context import ScenarioContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_servers import ScenarioServers
    from milvus_tui.sessions.session import Session


class ScenarioStepper:
    """Plays one scenario. `next()` blocks while it does a step.

    Args:
        scenario: the scenario to play.
        session: a live lab without clients.
        servers: starts further servers where the scenario asks for them.
    """

    def __init__(self, scenario: Scenario, session: Session, servers: ScenarioServers) -> None:
        self.scenario = scenario
        self.context = ScenarioContext(session, servers)
        self.result: Result | None = None
        """What the scenario observed; None until it has ended."""
        self._release = session.snapshot.target[0].pymilvus
        self._steps: Iterator[str] = scenario.play(self.context)

    def next(self) -> str | None:
        """Do the step that was announced last; announces the next one, None at the end."""
        if self.result is not None:
            return None
        try:
            return next(self._steps)
        except StopIteration:
            self.result = judge(self.scenario, self._release, self.context.facts)
        except CannotRun as error:
            self.result = could_not_run(self.scenario, self._release, str(error))
        except CallTimeout:
            self.result = could_not_run(self.scenario, self._release, "the target did not answer")
        except Exception as error:  # noqa: BLE001 - a user's scenario may raise anything
            self.result = could_not_run(self.scenario, self._release, self._defect(error))
        return None

    def clean_up(self) -> None:
        """Drop what the scenario created on the server. Call it before the session is stopped."""
        with contextlib.suppress(CannotRun, CallTimeout):
            self.context.clean_up()

    def _defect(self, error: Exception) -> str:
        """Where the scenario's own code failed, in one line."""
        code = getattr(self.scenario.play, "__code__", None)
        file = code.co_filename if code else self.scenario.name
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == file
        ]
        where = f"{Path(file).name}, line {lines[-1]}" if lines else Path(file).name
        return f"the scenario is broken ({where}): {type(error).__name__}: {error}"


def play_through(scenario: Scenario, session: Session, servers: ScenarioServers) -> Result:
    """Play a scenario to its end, and drop what it created on the server."""
    stepper = ScenarioStepper(scenario, session, servers)
    while stepper.next() is not None:
        pass  # the next call does the step that this one announced
    stepper.clean_up()
    assert stepper.result is not None
    return stepper.result
