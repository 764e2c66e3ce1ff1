"""Processes that already have an agent: how to find them, and a session with one of them."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model import snapshot as snapshots
from milvus_tui.sessions import agent_link as links
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from milvus_tui.model.snapshot import Snapshot

ANSWER_SECONDS = 5.0
"""How long an agent may take to send its rows."""


class NoTarget(Exception):
    """There is no process to attach to. The text says what to do, in one line."""


class SeveralTargets(NoTarget):
    """Several processes have an agent, and no pid was given."""


@dataclass(frozen=True)
class FoundProcess:
    """A process with an agent that answers."""

    path: Path
    """Its socket."""
    target: wire.Target
    clients: int
    connections: int


class AttachedSession:
    """A `Session` (see `sessions.session`) with a target that the dashboard did not start."""

    def __init__(self, path: Path) -> None:
        """Create a session with the agent that listens at a path; `start()` connects it."""
        self._path = path
        self._link: links.AgentLink | None = None
        self._failure: str | None = None
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Connect. The link's own thread receives the rows."""
        try:
            self._link = links.connect(self._path, self._changed)
        except links.LinkError as error:
            self._failure = str(error)
        self._changed()  # the link's thread may have called it before `_link` was set

    @property
    def snapshot(self) -> Snapshot:
        """All rows. They stay as they were once the target is lost."""
        return self._link.snapshot if self._link else snapshots.EMPTY

    @property
    def status(self) -> str:
        """What is in progress; empty once the rows have arrived."""
        return "" if self._link and self._link.snapshot.target else "connecting"

    @property
    def failure(self) -> str | None:
        """Why the target cannot be reached or was lost, in one line."""
        return self._failure or (links.describe_end(self._link) if self._link else None)

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command to the target."""
        if self._link is not None:
            return self._link.call(name, **args)
        refused: Future[wire.Reply] = Future()
        refused.set_result(wire.Reply(0, ok=False, text=self.failure or "not connected yet"))
        return refused

    def stop(self) -> None:
        """Disconnect from the target. The process keeps running."""
        if self._link is not None:
            self._link.close()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            # One listener may fail, as its window closes; the others still have to be called.
            with contextlib.suppress(Exception):
                listener()


def list_agents() -> list[FoundProcess]:
    """The processes of this user that have an agent, lowest pid first.

    Sockets of ended processes are removed. All agents are connected to at once, so a process
    that is stopped delays the list by `ANSWER_SECONDS` at most.
    """
    folder = wire.runtime_dir()
    if not folder.is_dir():
        return []
    private_sockets.remove_stale_files(folder)
    answered = threading.Event()
    connected: list[tuple[Path, links.AgentLink]] = []
    for path in sorted(folder.glob("*.sock")):
        with contextlib.suppress(links.LinkError):
            connected.append((path, links.connect(path, answered.set)))
    end = time.monotonic() + ANSWER_SECONDS
    try:
        while any(_is_silent(link) for _, link in connected):
            if not answered.wait(max(0.0, end - time.monotonic())):
                break
            answered.clear()
        found = [_found(path, link) for path, link in connected]
    finally:
        for _, link in connected:
            link.close()
    return sorted(filter(None, found), key=lambda each: each.target.pid)


def _is_silent(link: links.AgentLink) -> bool:
    return not link.snapshot.target and link.failure is None


def _found(path: Path, link: links.AgentLink) -> FoundProcess | None:
    """What an agent sent about its process; None if it did not answer."""
    snapshot = link.snapshot
    target = snapshot.target.get(0)
    if target is None:
        return None
    return FoundProcess(path, target, len(snapshot.clients), len(snapshot.connections))


def find_socket(pid: int | None) -> Path:
    """The socket of a process; without a pid, that of the only process with an agent.

    Raises:
        SeveralTargets: no pid was given, and several processes have an agent.
        NoTarget: no process has an agent, or the given one has none.
    """
    found = list_agents()
    if pid is None:
        if len(found) == 1:
            return found[0].path
        raise (SeveralTargets if found else NoTarget)(_choice(found))
    for each in found:
        if each.target.pid == pid:
            return each.path
    if not private_sockets.is_running(pid):
        raise NoTarget(f"there is no process {pid}")
    raise NoTarget(f"process {pid} has no agent, or has not imported pymilvus: {HOW_TO_START}")


HOW_TO_START = (
    "start it with `milvus-tui run -- COMMAND`, or with MILVUS_TUI=1 in its environment where"
    " milvus-tui is installed, or let it call `milvus_tui.agent.start()`"
)


def _choice(found: list[FoundProcess]) -> str:
    if not found:
        return f"none of your processes has an agent: {HOW_TO_START}"
    names = ", ".join(f"{each.target.pid} ({each.target.command})" for each in found)
    return f"several processes have an agent; give the pid of one: {names}"
