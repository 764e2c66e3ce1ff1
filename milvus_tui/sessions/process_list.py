"""The processes that can be attached to, as they come and go; for whoever chooses among them."""

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
    """Watches the directory of agents' sockets between `open` and `close`, and opens sessions.

    As long as it is open it stays connected to each agent: what a process does in the meantime
    is told by the agent, and none is asked for all its rows again and again.
    """

    def __init__(self) -> None:
        self._looking: dict[Path, AttachedSession] = {}
        self._sessions: list[AttachedSession] = []
        self._lock = threading.Lock()
        self._told: Callable[[], None] | None = None
        """Called when the list is another one; None while nobody looks at it."""
        self._telling = threading.Lock()  # of who is told: never held for long

    # --- the list ----------------------------------------------------------------------------

    def open(self, changed: Callable[[], None]) -> None:
        """Begin to look; `changed` is called, from any thread, when the list is another one."""
        with self._telling:
            self._told = changed

    def refresh(self) -> None:
        """Look which processes are there. Blocks for as long as it takes to connect."""
        folder = wire.runtime_dir()
        if folder.is_dir():
            private_sockets.remove_stale_files(folder)
        paths = set(folder.glob("*.sock")) if folder.is_dir() else set()
        with self._lock:
            if self._told is None:
                return
            for path in paths - self._looking.keys():
                session = self._looking[path] = AttachedSession(path)
                session.listen(self._changed)
                session.start()
            gone = [self._looking.pop(path) for path in self._looking.keys() - paths]
        for session in gone:
            session.stop()
        if gone:
            self._changed()

    @property
    def found(self) -> list[FoundProcess]:
        """The processes whose agents answer, lowest pid first."""
        rows = []
        for path, session in self._looking.copy().items():
            target = session.snapshot.target.get(0)
            if target is not None and session.failure is None:
                count = len(session.snapshot.clients)
                rows.append(FoundProcess(path, target, count, len(session.snapshot.connections)))
        return sorted(rows, key=lambda each: each.target.pid)

    def close(self, told: Callable[[], None] | None = None) -> None:
        """Look no longer; with `told`, unless it was opened by somebody else since."""
        with self._lock:
            with self._telling:
                if told is not None and told != self._told:
                    return
                self._told = None
            looking, self._looking = self._looking, {}
        for session in looking.values():
            session.stop()

    def _changed(self) -> None:
        told = self._told
        if told is not None:
            told()

    # --- sessions ----------------------------------------------------------------------------

    def attach(self, path: Path) -> AttachedSession:
        """Join a process; what becomes of it is told by the session."""
        session = AttachedSession(path)
        self._sessions.append(session)
        session.start()
        return session

    def stop(self) -> None:
        """Leave all processes, which go on."""
        self.close()
        for session in self._sessions:
            session.stop()
