"""Plays scenarios on fresh targets of several releases, a few at a time."""

from __future__ import annotations

import contextlib
import queue
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milvus_tui.scenarios.play import through
from milvus_tui.scenarios.scenario import CannotRun, Result, Scenario, could_not
from milvus_tui.scenarios.scenario_servers import Servers
from milvus_tui.sessions.lab_session import LabSession

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.sessions.lab_session import LabOptions

AT_ONCE = 3
"""Targets at a time: two at work, while a third one is started or waits for a server."""

HEED_SECONDS = 0.2
"""How late a signal may be heeded."""


@dataclass(frozen=True)
class Job:
    """One scenario with one release. An empty release is the interpreter of the options."""

    release: str
    scenario: Scenario


class ScenarioRunner:
    """Plays jobs. All targets and servers that it starts are gone when `run()` returns.

    Args:
        options: what each target is started with; without a URI, on a Milvus Lite that they
            share.
        jobs: what is played, in this order.
        tell: is told, from any thread, of a stage (`installing pymilvus 2.6.6`) that a job is
            in, and of its result.
    """

    def __init__(
        self,
        options: LabOptions,
        jobs: Sequence[Job],
        tell: Callable[[Job, str | Result], None],
    ) -> None:
        self._options = options
        self._jobs = jobs
        self._tell = tell
        self._servers = Servers()
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        # A SimpleQueue, since that alone may be filled by a handler of signals at any time.
        self._over: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._results: dict[int, Result] = {}
        self._sessions: set[LabSession] = set()
        self._lock = threading.Lock()
        self._stopped = False
        self._unusable: dict[str, str] = {}

    def run(self) -> list[Result]:
        """Play all; gives the results of those that were played, in the order of the jobs."""
        for number in range(len(self._jobs)):
            self._waiting.put(number)
        thread = threading.Thread(target=self._all, name="demo")
        thread.start()
        while not self._is_over():
            pass
        self._stop()
        thread.join()
        return [result for _, result in sorted(self._results.items())]

    def _is_over(self) -> bool:
        """Wait a moment for the end: a signal may reach another thread, which does not wake this
        one, and its handler runs only here."""
        with contextlib.suppress(queue.Empty):
            self._over.get(timeout=HEED_SECONDS)
            return True
        return False

    def interrupt(self) -> None:
        """Let `run()` end everything and return; may be called by a handler of signals."""
        self._over.put(None)

    def _stop(self) -> None:
        """End everything; whoever waits for a target or a server hears that it is lost."""
        with self._lock:
            self._stopped = True
            sessions = list(self._sessions)
        stopping = [threading.Thread(target=session.stop) for session in sessions]
        for thread in stopping:
            thread.start()
        self._servers.stop()
        for thread in stopping:
            thread.join()

    def _all(self) -> None:
        try:
            if not self._options.uri:
                self._options = replace(self._options, uri=self._servers.embedded())
            workers = [
                threading.Thread(target=self._work, name=f"demo-{number}")
                for number in range(AT_ONCE)
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        except CannotRun as error:
            for number, job in enumerate(self._jobs):
                self._results[number] = could_not(job.scenario, job.release, str(error))
        finally:
            self._over.put(None)

    # --- the workers' threads -----------------------------------------------------------------

    def _work(self) -> None:
        while not self._stopped:
            try:
                number = self._waiting.get_nowait()
            except queue.Empty:
                return
            job = self._jobs[number]
            result = self._play(job)
            self._results[number] = result
            if not self._stopped:
                self._tell(job, result)

    def _play(self, job: Job) -> Result:
        name = job.release or str(self._options.python)
        if reason := self._unusable.get(job.release):
            return could_not(job.scenario, name, reason)
        session = LabSession(replace(self._options, release=job.release))
        with self._lock:
            if self._stopped:
                return could_not(job.scenario, name, "stopped")
            self._sessions.add(session)
            session.start()
        try:
            if failure := self._started(job, session):
                self._unusable[job.release] = failure  # it would fail each time alike
                return could_not(job.scenario, name, failure)
            return through(job.scenario, session, self._servers)
        finally:
            session.stop()
            with self._lock:
                self._sessions.discard(session)

    def _started(self, job: Job, session: LabSession) -> str | None:
        """Wait until the target is live; gives why it is not."""
        changed = threading.Event()
        session.listen(changed.set)
        while session.stage and not session.failure and not self._stopped:
            self._tell(job, session.stage)
            changed.wait(1.0)
            changed.clear()
        return "stopped" if self._stopped else session.failure
