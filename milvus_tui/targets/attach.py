"""Processes that have an agent already: finding them, and joining one."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model import snapshot as snapshots
from milvus_tui.targets import link as links

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from milvus_tui.model.snapshot import Snapshot

ANSWER_SECONDS = 5.0
"""How long an agent may take to send its rows."""


class NoTarget(Exception):
    """There is no process to attach to; the text says what to do, in one line."""


@dataclass(frozen=True)
class Found:
    """A process with an agent that answers."""

    path: Path
    """Its socket."""
    target: wire.Target
    clients: int
    connections: int


class AttachedSession:
    """A `Session` (see `targets.session`) with a target that somebody else has started."""

    def __init__(self, path: Path) -> None:
        """A session with the agent that listens at a path; not connected yet."""
        self._path = path
        self._link: links.Link | None = None
        self._failure: str | None = None
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Connect; the rows come by the link's own thread."""
        try:
            self._link = links.connect(self._path, self._changed)
        except links.LinkError as error:
            self._failure = str(error)
        self._changed()  # the link's thread may have been here before it had a name

    @property
    def snapshot(self) -> Snapshot:
        """All rows; the last ones, once the target was lost."""
        return self._link.snapshot if self._link else snapshots.EMPTY

    @property
    def stage(self) -> str:
        """What is waited for; empty once the rows are here."""
        return "" if self._link and self._link.snapshot.target else "connecting"

    @property
    def failure(self) -> str | None:
        """Why there is no target, or no longer, in one line."""
        return self._failure or (self._link.failure if self._link else None)

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
        """Leave the target, which goes on."""
        if self._link is not None:
            self._link.close()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            # A listener's window may be closing; the others are to hear of it all the same.
            with contextlib.suppress(Exception):
                listener()


def agents() -> list[Found]:
    """The processes of this user that have an agent, lowest pid first.

    The sockets of processes that are gone are removed.
    """
    folder = wire.runtime_dir()
    found = []
    for path in sorted(folder.glob("*.sock")) if folder.is_dir() else []:
        pid = path.name.partition("-")[0]
        if not pid.isdecimal():
            continue
        if not _runs(int(pid)):
            path.unlink(missing_ok=True)  # it was killed, and could not do that itself
        elif (answer := _ask(path)) is not None:
            found.append(answer)
    return sorted(found, key=lambda each: each.target.pid)


def find(pid: int | None) -> Path:
    """The socket of a process, or of the only one that has an agent.

    Raises:
        NoTarget: there is none, there are several, or the process has no agent.
    """
    found = agents()
    if pid is None:
        if len(found) == 1:
            return found[0].path
        raise NoTarget(_choice(found))
    for each in found:
        if each.target.pid == pid:
            return each.path
    if not _runs(pid):
        raise NoTarget(f"there is no process {pid}")
    raise NoTarget(f"process {pid} has no agent: {HOW_TO_START}")


HOW_TO_START = (
    "add `import milvus_tui.agent; milvus_tui.agent.start()` to the program and start it anew"
)


def _choice(found: list[Found]) -> str:
    if not found:
        return f"no process of yours has an agent: {HOW_TO_START}"
    names = ", ".join(f"{each.target.pid} ({each.target.command})" for each in found)
    return f"several processes have an agent, name one: {names}"


def _ask(path: Path) -> Found | None:
    """What an agent says of itself; None if it does not answer."""
    changed = threading.Event()
    try:
        link = links.connect(path, changed.set)
    except links.LinkError:
        return None
    try:
        end = time.monotonic() + ANSWER_SECONDS
        while not (link.snapshot.target or link.failure):
            if not changed.wait(end - time.monotonic()):
                return None
            changed.clear()
        snapshot = link.snapshot
        target = snapshot.target.get(0)
        if target is None:
            return None
        return Found(path, target, len(snapshot.clients), len(snapshot.connections))
    finally:
        link.close()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
