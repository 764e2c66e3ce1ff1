"""Sessions in place of a target that does not exist yet, or that is still to be chosen."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model.snapshot import EMPTY, Snapshot, apply

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.session import Program


class PendingSession:
    """A `Session` without clients, for a command before its first process with an agent."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._snapshot = EMPTY

    @property
    def snapshot(self) -> Snapshot:
        """Only the row of the target, which names the command."""
        pid = self._program.pid
        if pid is not None and self._snapshot is EMPTY:
            self._snapshot = apply(EMPTY, wire.Update(target=[self._target(pid)]))
        return self._snapshot

    @property
    def status(self) -> str:
        """That the command runs, and has not imported pymilvus yet."""
        program = self._program
        if program.exit_code is not None:
            return ""
        if program.pid is None:
            return f"starting {program.command}"
        return f"{program.command} is running (pid {program.pid}); it has not imported pymilvus yet"

    @property
    def failure(self) -> str | None:
        """How the command ended; None while it runs."""
        program = self._program
        if program.exit_code is None:
            return None
        return f"{program.command} ended ({program.ending}) and has made no client"

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the program."""
        self._program.listen(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Refuse the command: there is no agent yet."""
        return _refused(self.failure or self.status)

    def stop(self) -> None:
        """Do nothing: the caller that started the program stops the program."""

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
    """A `Session` in place of a process that is still to be chosen."""

    snapshot = EMPTY
    status = "choosing a process to watch"
    failure: str | None = None

    def listen(self, callback: Callable[[], None]) -> None:
        """Do nothing: this session never changes."""

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Refuse the command: there is no agent yet."""
        return _refused("no process was chosen yet")

    def stop(self) -> None:
        """Do nothing: nothing was started."""


def _refused(why: str) -> Future[wire.Reply]:
    refused: Future[wire.Reply] = Future()
    refused.set_result(wire.Reply(0, ok=False, text=why))
    return refused
