"""Accepts the agents of a program on a socket, and keeps a session for each process."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model import snapshot as snapshots
from milvus_tui.sessions.agent_link import CONNECTION_LOST, AgentLink, describe_end
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from milvus_tui.model.snapshot import Snapshot

BACKLOG = 512
"""Connections that may queue. A process whose connection is not accepted soon is not seen."""

STRAGGLERS_SECONDS = 1.0
"""How long to wait for processes that outlive the command, after its end."""

LAST_ROWS_SECONDS = 10.0
"""How long the rows that a process sent before its end may take to be read."""


class RunSession:
    """A `Session` (see `sessions.session`) with a process whose agent connected to the listener."""

    def __init__(self, peer: socket.socket, changed: Callable[[], None]) -> None:
        """Read from a connected socket. The session owns the socket from now on."""
        self._notify_owner = changed
        self._listeners: list[Callable[[], None]] = []
        self._link: AgentLink | None = None
        self._link = AgentLink(peer, self._changed)

    @property
    def snapshot(self) -> Snapshot:
        """All rows. They stay as they were once the process has ended."""
        return self._link.snapshot if self._link else snapshots.EMPTY

    @property
    def status(self) -> str:
        """What is in progress; empty once the rows have arrived."""
        return "" if self.snapshot.target else "connecting"

    @property
    def failure(self) -> str | None:
        """How the process ended, in one line; None while it is watched."""
        return describe_end(self._link) if self._link else None

    @property
    def ended(self) -> bool:
        """Whether the connection has ended: no further rows will arrive."""
        return self._link is not None and self._link.failure is not None

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command to the process."""
        assert self._link is not None
        return self._link.call(name, **args)

    def stop(self) -> None:
        """Disconnect from the process. It keeps running."""
        assert self._link is not None
        self._link.close()

    def _changed(self) -> None:
        for listener in (*self._listeners, self._notify_owner):
            # One listener may fail, as its window closes; the others still have to be called.
            with contextlib.suppress(Exception):
                listener()


class AgentListener:
    """Accepts agents at the socket `path` until `close()`.

    Args:
        changed: called from any thread when a process has connected, changed or ended.

    Raises:
        OSError: the socket cannot be created.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self._sessions: list[RunSession] = []
        self._event = threading.Condition()
        folder = private_sockets.private_directory(wire.runtime_dir())
        self.path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.run"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self.path.chmod(0o600)
        self._listener.listen(BACKLOG)
        self._listener.setblocking(False)
        self._wake_sender, self._wake_receiver = socket.socketpair()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="agent-listener", daemon=True)

    def start(self) -> None:
        """Start to accept agents. Until then, their connections queue."""
        self._thread.start()

    @property
    def sessions(self) -> tuple[RunSession, ...]:
        """The sessions whose process is known, in the order in which they connected."""
        return tuple(session for session in tuple(self._sessions) if session.snapshot.target)

    @property
    def incompatible(self) -> tuple[str, ...]:
        """Why processes with an agent are not among the sessions, one line for each reason.

        An agent may be of another release of milvus-tui, which the process had imported before.
        """
        lost = (each.failure for each in tuple(self._sessions) if not each.snapshot.target)
        return tuple(sorted({why for why in lost if why not in (None, CONNECTION_LOST)}))

    def finish(self) -> None:
        """After the end of the command: wait until all rows that its processes sent are read."""
        self.close()
        now = time.monotonic()
        with self._event:
            self._event.wait_for(lambda: all(map(_has_ended, self._sessions)), STRAGGLERS_SECONDS)
            self._event.wait_for(
                lambda: all(_has_ended(each) or _is_running(each) for each in self._sessions),
                max(0.0, now + LAST_ROWS_SECONDS - time.monotonic()),
            )
        private_sockets.remove_stale_files(
            self.path.parent
        )  # a killed process could not remove its socket

    def close(self) -> None:
        """Accept the connections that queue, and no others. The sessions stay open."""
        if self._closing:
            return
        self._closing = True
        if self._thread.ident is None:
            self.start()
        self._wake_sender.send(b"x")
        self._thread.join()
        self._listener.close()
        self._wake_sender.close()
        self._wake_receiver.close()
        self.path.unlink(missing_ok=True)

    def detach(self) -> None:
        """Disconnect from all processes. They keep running."""
        for session in tuple(self._sessions):
            session.stop()

    def _run(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._wake_receiver], [], [])
            while self._accept():
                pass
            if self._wake_receiver in ready:
                return

    def _accept(self) -> bool:
        """Accept the next connection; False if there is none."""
        try:
            peer, _ = self._listener.accept()
        except BlockingIOError:
            return False
        except OSError:
            return True  # the process closed the connection again
        peer.setblocking(True)
        if private_sockets.same_user(peer):
            self._sessions.append(RunSession(peer, self._notify))
            self._notify()
        else:
            peer.close()
        return True

    def _notify(self) -> None:
        with self._event:
            self._event.notify_all()
        self._changed()


def _has_ended(session: RunSession) -> bool:
    return session.ended


def _is_running(session: RunSession) -> bool:
    target = session.snapshot.target.get(0)
    return target is not None and private_sockets.is_running(target.pid)
