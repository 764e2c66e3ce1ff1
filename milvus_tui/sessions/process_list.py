"""The processes that can be attached to, kept up to date while a user chooses among them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from milvus_tui import wire
from milvus_tui.sessions.attached_session import AttachedSession, FoundProcess
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class ProcessList:
    """Lists the processes with an agent between `open` and `close`, and attaches to them.

    While the list is open, it stays connected to each agent. The agents send their changes, so
    the list never has to request all rows again.
    """

    def __init__(self) -> None:
        self._listed: dict[Path, AttachedSession] = {}
        self._sessions: list[AttachedSession] = []
        self._lock = threading.Lock()
        self._listener: Callable[[], None] | None = None
        """Called after each change of the list; None while the list is closed."""
        self._listener_lock = threading.Lock()  # never held for long

    # --- the list ----------------------------------------------------------------------------

    def open(self, changed: Callable[[], None]) -> None:
        """Open the list. `changed` is called from any thread after each change of the list."""
        with self._listener_lock:
            self._listener = changed

    def refresh(self) -> None:
        """Update the list from the directory of sockets. Blocks until all are connected."""
        folder = wire.runtime_dir()
        if folder.is_dir():
            private_sockets.remove_stale_files(folder)
        paths = set(folder.glob("*.sock")) if folder.is_dir() else set()
        with self._lock:
            if self._listener is None:
                return
            for path in paths - self._listed.keys():
                session = self._listed[path] = AttachedSession(path)
                session.listen(self._changed)
                session.start()
            ended = [self._listed.pop(path) for path in self._listed.keys() - paths]
        for session in ended:
            session.stop()
        if ended:
            self._changed()

    @property
    def found(self) -> list[FoundProcess]:
        """The processes whose agents answer, lowest pid first."""
        rows = []
        for path, session in self._listed.copy().items():
            target = session.snapshot.target.get(0)
            if target is not None and session.failure is None:
                count = len(session.snapshot.clients)
                rows.append(FoundProcess(path, target, count, len(session.snapshot.connections)))
        return sorted(rows, key=lambda each: each.target.pid)

    def close(self, listener: Callable[[], None] | None = None) -> None:
        """Close the list. With a `listener`, only if it was opened with that listener last."""
        with self._lock:
            with self._listener_lock:
                if listener is not None and listener != self._listener:
                    return
                self._listener = None
            listed, self._listed = self._listed, {}
        for session in listed.values():
            session.stop()

    def _changed(self) -> None:
        listener = self._listener
        if listener is not None:
            listener()

    # --- sessions ----------------------------------------------------------------------------

    def attach(self, path: Path) -> AttachedSession:
        """Attach to a process. The returned session reports success or failure."""
        session = AttachedSession(path)
        self._sessions.append(session)
        session.start()
        return session

    def stop(self) -> None:
        """Disconnect from all processes. They keep running."""
        self.close()
        for session in self._sessions:
            session.stop()
