"""Where the agents of a program come to: a socket, and a session for each process."""

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
from milvus_tui.sessions.agent_link import LOST, AgentLink, ending
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from milvus_tui.model.snapshot import Snapshot

BACKLOG = 512
"""Processes that may come at once: who does not get in soon is not seen."""

STRAGGLERS_SECONDS = 1.0
"""How long processes that outlive the command are waited for, when it has ended."""

LAST_ROWS_SECONDS = 10.0
"""How long it may take to read what a process sent before it ended."""


class RunSession:
    """A `Session` (see `targets.session`) with a process whose agent came by itself."""

    def __init__(self, peer: socket.socket, changed: Callable[[], None]) -> None:
        """Read from a connected socket, which the session then owns."""
        self._changed_outside = changed
        self._listeners: list[Callable[[], None]] = []
        self._link: AgentLink | None = None
        self._link = AgentLink(peer, self._changed)

    @property
    def snapshot(self) -> Snapshot:
        """All rows; the last ones, once the process has ended."""
        return self._link.snapshot if self._link else snapshots.EMPTY

    @property
    def status(self) -> str:
        """What is waited for; empty once the rows are here."""
        return "" if self.snapshot.target else "connecting"

    @property
    def failure(self) -> str | None:
        """How the process ended, in one line; None as long as it is watched."""
        return ending(self._link) if self._link else None

    @property
    def over(self) -> bool:
        """Whether no further rows will come."""
        return self._link is not None and self._link.failure is not None

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command to the process."""
        assert self._link is not None
        return self._link.call(name, **args)

    def stop(self) -> None:
        """Leave the process, which goes on."""
        assert self._link is not None
        self._link.close()

    def _changed(self) -> None:
        for listener in (*self._listeners, self._changed_outside):
            # A listener's window may be closing; the others are to hear of it all the same.
            with contextlib.suppress(Exception):
                listener()


class AgentListener:
    """Waits for agents at `path` until `close()`.

    Args:
        changed: called from any thread when a process came, changed or ended.

    Raises:
        OSError: the socket cannot be made.
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
        self._wake, self._woken = socket.socketpair()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="reception", daemon=True)

    def start(self) -> None:
        """Let agents in; before that, they queue."""
        self._thread.start()

    @property
    def sessions(self) -> tuple[RunSession, ...]:
        """Those that have told who they are, in the order in which they came."""
        return tuple(session for session in tuple(self._sessions) if session.snapshot.target)

    @property
    def incompatible(self) -> tuple[str, ...]:
        """Why processes with an agent are not among the sessions, in one line each: theirs may
        be of another release of milvus-tui, which was there before ours came.
        """
        lost = (each.failure for each in tuple(self._sessions) if not each.snapshot.target)
        return tuple(sorted({why for why in lost if why not in (None, LOST)}))

    def finish(self) -> None:
        """When the command has ended: wait until all that was sent is read."""
        self.close()
        now = time.monotonic()
        with self._event:
            self._event.wait_for(lambda: all(map(_over, self._sessions)), STRAGGLERS_SECONDS)
            self._event.wait_for(
                lambda: all(_over(each) or _outlives(each) for each in self._sessions),
                max(0.0, now + LAST_ROWS_SECONDS - time.monotonic()),
            )
        private_sockets.remove_stale_files(self.path.parent)  # what a signal ended could not remove its file

    def close(self) -> None:
        """Let in who waits already, and nobody else. Sessions stay."""
        if self._closing:
            return
        self._closing = True
        if self._thread.ident is None:
            self.start()
        self._wake.send(b"x")
        self._thread.join()
        self._listener.close()
        self._wake.close()
        self._woken.close()
        self.path.unlink(missing_ok=True)

    def detach(self) -> None:
        """Let all processes go, which run on."""
        for session in tuple(self._sessions):
            session.stop()

    def _run(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._woken], [], [])
            while self._accept():
                pass
            if self._woken in ready:
                return

    def _accept(self) -> bool:
        """Let the next one in; False if there is none."""
        try:
            peer, _ = self._listener.accept()
        except BlockingIOError:
            return False
        except OSError:
            return True  # it went again
        peer.setblocking(True)
        if private_sockets.same_user(peer):
            self._sessions.append(RunSession(peer, self._tell))
            self._tell()
        else:
            peer.close()
        return True

    def _tell(self) -> None:
        with self._event:
            self._event.notify_all()
        self._changed()


def _over(session: RunSession) -> bool:
    return session.over


def _outlives(session: RunSession) -> bool:
    target = session.snapshot.target.get(0)
    return target is not None and private_sockets.is_running(target.pid)
