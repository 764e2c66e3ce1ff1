"""Plays one scenario on a fresh target, in a thread of its own: a step may block for long."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from milvus_tui.scenarios.play import Play
from milvus_tui.scenarios.scenario import could_not

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from milvus_tui import wire
    from milvus_tui.scenarios.scenario import Fact, Result, Scenario
    from milvus_tui.scenarios.scenario_servers import Servers
    from milvus_tui.sessions.session import Opener, Session

NEXT, THROUGH, LEAVE = "next", "through", "leave"

STARTING = "starting a fresh target"


TOLD = frozenset({"broke", "revived", "moved", "dropped", "error"})
"""Kinds of events that say what a step did; what it made can be seen."""

MOST_TOLD = 3
"""Events of one step that are told."""


def tells(event: wire.Event) -> bool:
    """Whether an event says more than the step: of a close, what became of others."""
    return event.kind in TOLD or (event.kind == "closed" and " c" in event.text)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done."""

    step: str
    """As it was announced."""
    events: tuple[str, ...]
    """What the agent then saw."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a scenario has come."""

    done: tuple[Done, ...] = ()
    announced: str = ""
    """The step that comes next, or is being done; empty before the first and after the last."""
    busy: str = ""
    """What is going on, empty while the user's key is awaited."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What was observed so far."""
    result: Result | None = None
    """What was observed, at the end."""


BEFORE = Moment()
"""Nothing was played yet."""


class ScenarioPlayer:
    """One scenario on one target. `moment` may be read from any thread.

    Args:
        scenario: what is played.
        session: a target of its own, which may still be starting; ended after `leave()`.
        servers: starts further servers.
        fleet: ends the target.
        tell: called from the player's thread after each change.
    """

    def __init__(
        self,
        scenario: Scenario,
        session: Session,
        servers: Servers,
        fleet: Opener,
        tell: Callable[[], None],
    ) -> None:
        self.scenario = scenario
        self.session = session
        self.moment = Moment(busy=STARTING)
        self._servers = servers
        self._fleet = fleet
        self._tell = tell
        self._asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._left = threading.Event()
        self._changed = threading.Event()
        session.listen(self._changed.set)
        threading.Thread(target=self._run, name="scenario", daemon=True).start()

    def next(self) -> None:
        """Do the next step."""
        self._asked.put(NEXT)

    def through(self) -> None:
        """Do all steps that are left."""
        self._asked.put(THROUGH)

    def leave(self) -> None:
        """End it, as soon as the step under way is done; returns at once."""
        self._left.set()
        self._changed.set()
        self._asked.put(LEAVE)

    # --- the player's thread ------------------------------------------------------------------

    def _run(self) -> None:
        play = self._started()
        if play is not None:
            while (asked := self._asked.get()) != LEAVE:
                self._step(play)
                while asked == THROUGH and play.result is None and not self._left.is_set():
                    self._step(play)
            play.leave()
        self._fleet.end(self.session)

    def _started(self) -> Play | None:
        """Wait for the target. Without one, say why, until the user leaves."""
        session = self.session
        while not self._left.is_set() and session.stage and not session.failure:
            self._show(busy=session.stage)
            self._changed.wait()
            self._changed.clear()
        if self._left.is_set():
            return None
        if session.failure:
            self._show(busy="", result=could_not(self.scenario, "", session.failure))
            return None
        play = Play(self.scenario, session, self._servers)
        self._step(play)  # nothing is done yet: it only announces the first step
        return play

    def _step(self, play: Play) -> None:
        if play.result is not None:
            return
        before = self.moment.announced
        if before:
            self._show(busy=before)
        last = next(reversed(self.session.snapshot.events), 0)
        announced = play.next()
        done = self.moment.done
        if before:
            done = (*done, Done(before, self._told(last)))
        self._show(
            done=done,
            announced=announced or "",
            busy="",
            facts=dict(play.stage.facts),
            result=play.result,
        )

    def _told(self, last: int) -> tuple[str, ...]:
        """The newest events that say what happened since one."""
        events = self.session.snapshot.events.values()
        told = [row.text for row in events if row.id > last and tells(row)]
        return tuple(told[-MOST_TOLD:])

    def _show(self, **changes: object) -> None:
        self.moment = replace(self.moment, **changes)  # type: ignore[arg-type]
        self._tell()
