"""Plays a scenario on a target, step by step or through."""

from __future__ import annotations

import contextlib
import traceback
from concurrent.futures import TimeoutError as TookTooLong
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.scenarios.scenario import CannotRun, Result, Scenario, could_not, judge
from milvus_tui.scenarios.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_servers import Servers
    from milvus_tui.sessions.session import Session


class Play:
    """A scenario being played. `next()` blocks while a step is done.

    Args:
        scenario: what to play.
        session: a live lab with no client in it.
        servers: starts further servers where the scenario asks for them.
    """

    def __init__(self, scenario: Scenario, session: Session, servers: Servers) -> None:
        self.scenario = scenario
        self.stage = Stage(session, servers)
        self.result: Result | None = None
        """What was observed, once the scenario has ended."""
        self._release = session.snapshot.target[0].pymilvus
        self._steps: Iterator[str] = scenario.play(self.stage)

    def next(self) -> str | None:
        """Do the step that was announced last; announces the next one, None at the end."""
        if self.result is not None:
            return None
        try:
            return next(self._steps)
        except StopIteration:
            self.result = judge(self.scenario, self._release, self.stage.facts)
        except CannotRun as error:
            self.result = could_not(self.scenario, self._release, str(error))
        except TookTooLong:
            self.result = could_not(self.scenario, self._release, "the target did not answer")
        except Exception as error:  # noqa: BLE001 - a scenario may be of anybody's making
            self.result = could_not(self.scenario, self._release, self._defect(error))
        return None

    def leave(self) -> None:
        """Remove what was made on the server. To be called before the session is stopped."""
        with contextlib.suppress(CannotRun, TookTooLong):
            self.stage.leave()

    def _defect(self, error: Exception) -> str:
        """Where a scenario itself went wrong, in one line."""
        code = getattr(self.scenario.play, "__code__", None)
        file = code.co_filename if code else self.scenario.name
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == file
        ]
        where = f"{Path(file).name}, line {lines[-1]}" if lines else Path(file).name
        return f"the scenario is broken ({where}): {type(error).__name__}: {error}"


def through(scenario: Scenario, session: Session, servers: Servers) -> Result:
    """Play a scenario to its end, and leave the server as it was."""
    play = Play(scenario, session, servers)
    while play.next() is not None:
        pass  # the step that was announced is done by the next call
    play.leave()
    assert play.result is not None
    return play.result
