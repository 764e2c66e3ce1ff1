"""Further targets beside the first one, with other releases and the same server."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui.sessions.lab_session import LabSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.lab_session import LabOptions
    from milvus_tui.sessions.session import Session


class TargetGroup:
    """Opens targets with the options of a first one, and ends them.

    Args:
        first: the session whose server the targets use; it may still be starting.
        options: the options of the first session.
    """

    def __init__(self, first: LabSession, options: LabOptions) -> None:
        self._first = first
        self._options = options
        self._sessions: set[LabSession] = set()
        self._lock = threading.Lock()
        self._stopped = False
        self._at_end: list[Callable[[], None]] = []

    def open(self, release: str) -> Session:
        """Start a target and return at once. Its `status` says how the start goes.

        Args:
            release: of pymilvus, or `installed`; empty for the release of the first target.

        Raises:
            ValueError: the target cannot be started; one line says why.
        """
        from milvus_tui.sessions.releases import release_environments

        if release:
            release_environments.check(release)
        uri = self._first.uri
        if not uri:
            raise ValueError("the first target is still starting")
        if uri.endswith(".db"):
            raise ValueError(
                f"{uri} is open in the first target, and only one process can open it: use a server"
            )
        options = replace(self._options, uri=uri, data=None)
        if release:
            options = replace(options, release=release)
        session = LabSession(options)
        with self._lock:
            if self._stopped:
                raise ValueError("the dashboard is exiting")
            self._sessions.add(session)
            session.start()
        return session

    def end(self, session: Session) -> None:
        """End a target that this object opened. Blocks until the target has ended."""
        session.stop()
        with self._lock:
            self._sessions = {other for other in self._sessions if other is not session}

    def at_end(self, stop: Callable[[], None]) -> None:
        """Call `stop` after all targets have ended."""
        self._at_end.append(stop)

    def stop(self) -> None:
        """End all targets at the same time. No target can be opened afterwards."""
        with self._lock:
            self._stopped = True
            sessions = list(self._sessions)
        threads = [threading.Thread(target=session.stop, daemon=True) for session in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for stop in self._at_end:
            stop()
