"""Plays scenarios on fresh targets of several releases, a few at a time."""

from __future__ import annotations

import contextlib
import queue
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario import Result, Scenario, could_not_run
from milvus_tui.scenarios.scenario_servers import ScenarioServers
from milvus_tui.scenarios.scenario_stepper import play_through
from milvus_tui.sessions.lab_session import LabSession

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.sessions.lab_session import LabOptions

WORKERS = 3
"""Targets at a time: two play, while a third one starts or waits for a server."""

SIGNAL_SECONDS = 0.2
"""How long a signal may wait for its handler."""


@dataclass(frozen=True)
class Job:
    """One scenario with one release. An empty release is the interpreter of the options."""

    release: str
    scenario: Scenario


class ScenarioRunner:
    """Plays jobs. All targets and servers that it starts have ended when `run()` returns.

    Args:
        options: what each target is started with; without a URI, all targets share a Milvus
            Lite.
        jobs: what is played, in this order.
        report: called from any thread with a job and its status (`installing pymilvus 2.6.6`),
            and with a job and its result.
    """

    def __init__(
        self,
        options: LabOptions,
        jobs: Sequence[Job],
        report: Callable[[Job, str | Result], None],
    ) -> None:
        self._options = options
        self._jobs = jobs
        self._report = report
        self._servers = ScenarioServers()
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        # A SimpleQueue, since a signal handler may put into no other queue at any time.
        self._finished: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._results: dict[int, Result] = {}
        self._sessions: set[LabSession] = set()
        self._lock = threading.Lock()
        self._stopped = False
        self._unusable: dict[str, str] = {}
        """Why targets of a release do not start, by release."""

    def run(self) -> list[Result]:
        """Play all jobs; gives the results of those that were played, in the order of the jobs."""
        for number in range(len(self._jobs)):
            self._waiting.put(number)
        thread = threading.Thread(target=self._run_workers, name="demo")
        thread.start()
        while not self._has_finished():
            pass
        self._stop()
        thread.join()
        return [result for _, result in sorted(self._results.items())]

    def _has_finished(self) -> bool:
        """Wait a moment for the end.

        The wait is short, since the kernel may hand a signal to another thread: that does not
        wake this thread, and signal handlers run only here.
        """
        with contextlib.suppress(queue.Empty):
            self._finished.get(timeout=SIGNAL_SECONDS)
            return True
        return False

    def interrupt(self) -> None:
        """Let `run()` end everything and return; a signal handler may call it."""
        self._finished.put(None)

    def _stop(self) -> None:
        """End all targets and servers; threads that wait for one get a failure."""
        with self._lock:
            self._stopped = True
            sessions = list(self._sessions)
        stopping = [threading.Thread(target=session.stop) for session in sessions]
        for thread in stopping:
            thread.start()
        self._servers.stop()
        for thread in stopping:
            thread.join()

    def _run_workers(self) -> None:
        try:
            if not self._options.uri:
                self._options = replace(self._options, uri=self._servers.new_server())
            workers = [
                threading.Thread(target=self._work, name=f"demo-{number}")
                for number in range(WORKERS)
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        except CannotRun as error:
            for number, job in enumerate(self._jobs):
                self._results[number] = could_not_run(job.scenario, job.release, str(error))
        finally:
            self._finished.put(None)

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
                self._report(job, result)

    def _play(self, job: Job) -> Result:
        name = job.release or str(self._options.python)
        if reason := self._unusable.get(job.release):
            return could_not_run(job.scenario, name, reason)
        session = LabSession(replace(self._options, release=job.release))
        with self._lock:
            if self._stopped:
                return could_not_run(job.scenario, name, "stopped")
            self._sessions.add(session)
            session.start()
        try:
            if failure := self._wait_until_live(job, session):
                self._unusable[job.release] = failure  # each further target would fail alike
                return could_not_run(job.scenario, name, failure)
            return play_through(job.scenario, session, self._servers)
        finally:
            session.stop()
            with self._lock:
                self._sessions.discard(session)

    def _wait_until_live(self, job: Job, session: LabSession) -> str | None:
        """Wait until the target is live; gives the reason if it will not be."""
        changed = threading.Event()
        session.listen(changed.set)
        while session.status and not session.failure and not self._stopped:
            self._report(job, session.status)
            changed.wait(1.0)
            changed.clear()
        return "stopped" if self._stopped else session.failure
