"""What stands where there is no target yet: for a program, or for a process to be chosen."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.session import Program


class PendingSession:
    """A `Session` (see `targets.session`) without clients: the command itself."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._snapshot = EMPTY

    @property
    def snapshot(self) -> Snapshot:
        """The row of the target only: which command this is."""
        pid = self._program.pid
        if pid is not None and self._snapshot is EMPTY:
            self._snapshot = apply(EMPTY, wire.Update(target=[self._target(pid)]))
        return self._snapshot

    @property
    def stage(self) -> str:
        """That the command runs, and that there is nothing to be seen of it yet."""
        program = self._program
        if program.exit_code is not None:
            return ""
        if program.pid is None:
            return f"starting {program.command}"
        return f"{program.command} is running (pid {program.pid}); it has not imported pymilvus yet"

    @property
    def failure(self) -> str | None:
        """That it has ended, and how."""
        program = self._program
        if program.exit_code is None:
            return None
        return f"{program.command} ended ({program.ending}) and has made no client"

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the program."""
        self._program.listen(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """There is nobody who would take a command."""
        return _refused(self.failure or self.stage)

    def stop(self) -> None:
        """The program is stopped by who started it."""

    def _target(self, pid: int) -> wire.Target:
        return wire.Target(
            id=0,
            pid=pid,
            command=self._program.command,
            started_by=wire.RUN,
            python="",
            pymilvus="",
            rule="",
            uri="",
            login="",
            database="",
            server="",
            started=0.0,
            interval=0.0,
            timeout=0.0,
            lab=False,
            paused=False,
            probes=False,
        )


class NoSession:
    """A `Session` in the place of one that is still to be chosen."""

    snapshot = EMPTY
    stage = "choosing a process to watch"
    failure: str | None = None

    def listen(self, callback: Callable[[], None]) -> None:
        """Nothing will change."""

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """There is nobody who would take a command."""
        return _refused("no process was chosen yet")

    def stop(self) -> None:
        """Nothing was started."""


def _refused(why: str) -> Future[wire.Reply]:
    refused: Future[wire.Reply] = Future()
    refused.set_result(wire.Reply(0, ok=False, text=why))
    return refused
