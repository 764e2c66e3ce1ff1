"""Plays one scenario on a fresh target, in a separate thread, since a step may block."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milvus_tui.scenarios.scenario import could_not_run
from milvus_tui.scenarios.scenario_stepper import ScenarioStepper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from milvus_tui import wire
    from milvus_tui.scenarios.facts import Fact
    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.scenarios.scenario_servers import ScenarioServers
    from milvus_tui.sessions.session import Session, TargetOpener

NEXT, THROUGH, LEAVE = "next", "through", "leave"

STARTING = "starting a fresh target"


REPORTED = frozenset({"broke", "revived", "moved", "dropped", "error"})
"""Kinds of events that report what a step did. New clients are visible without a report."""

MOST_REPORTED = 3
"""Events of one step that are reported: the last ones."""


def is_reported(event: wire.Event) -> bool:
    """Whether an event reports more than the step does, such as a close that broke others."""
    return event.kind in REPORTED or (event.kind == "closed" and " c" in event.text)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done."""

    step: str
    """The announced text."""
    events: tuple[str, ...]
    """The events that followed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a scenario that is played."""

    done: tuple[Done, ...] = ()
    announced: str = ""
    """The next step, or the running one; empty before the first and after the last."""
    busy: str = ""
    """What is being done; empty while the player waits for a key."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """The facts observed so far."""
    result: Result | None = None
    """The result, after the last step."""


BEFORE = Moment()
"""The state before a scenario is played."""


class ScenarioPlayer:
    """One scenario on one target. `moment` may be read from any thread.

    Args:
        scenario: the scenario to play.
        session: a fresh target, which may still be starting; ended after `leave()`.
        servers: starts further servers.
        target_group: ends the target.
        notify_change: called from the player's thread after each change.
    """

    def __init__(
        self,
        scenario: Scenario,
        session: Session,
        servers: ScenarioServers,
        target_group: TargetOpener,
        notify_change: Callable[[], None],
    ) -> None:
        self.scenario = scenario
        self.session = session
        self.moment = Moment(busy=STARTING)
        self._servers = servers
        self._target_group = target_group
        self._notify_change = notify_change
        self._requests: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._left = threading.Event()
        self._changed = threading.Event()
        session.listen(self._changed.set)
        threading.Thread(target=self._run, name="scenario", daemon=True).start()

    def next(self) -> None:
        """Do the next step."""
        self._requests.put(NEXT)

    def through(self) -> None:
        """Do all remaining steps."""
        self._requests.put(THROUGH)

    def leave(self) -> None:
        """End the scenario after the running step; returns at once."""
        self._left.set()
        self._changed.set()
        self._requests.put(LEAVE)

    # --- the player's thread ------------------------------------------------------------------

    def _run(self) -> None:
        play = self._started()
        if play is not None:
            while (request := self._requests.get()) != LEAVE:
                self._step(play)
                while request == THROUGH and play.result is None and not self._left.is_set():
                    self._step(play)
            play.clean_up()
        self._target_group.end(self.session)

    def _started(self) -> ScenarioStepper | None:
        """Wait for the target. Returns None if the user left or the target did not start."""
        session = self.session
        while not self._left.is_set() and session.status and not session.failure:
            self._show(busy=session.status)
            self._changed.wait()
            self._changed.clear()
        if self._left.is_set():
            return None
        if session.failure:
            self._show(busy="", result=could_not_run(self.scenario, "", session.failure))
            return None
        play = ScenarioStepper(self.scenario, session, self._servers)
        self._step(play)  # this only announces the first step
        return play

    def _step(self, play: ScenarioStepper) -> None:
        if play.result is not None:
            return
        before = self.moment.announced
        if before:
            self._show(busy=before)
        last = next(reversed(self.session.snapshot.events), 0)
        announced = play.next()
        done = self.moment.done
        if before:
            done = (*done, Done(before, self._reported_since(last)))
        self._show(
            done=done,
            announced=announced or "",
            busy="",
            facts=dict(play.context.facts),
            result=play.result,
        )

    def _reported_since(self, last: int) -> tuple[str, ...]:
        """The last reported events after the event `last`."""
        events = self.session.snapshot.events.values()
        texts = [row.text for row in events if row.id > last and is_reported(row)]
        return tuple(texts[-MOST_REPORTED:])

    def _show(self, **changes: object) -> None:
        self.moment = replace(self.moment, **changes)  # type: ignore[arg-type]
        self._notify_change()
