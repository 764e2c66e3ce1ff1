"""A session that serves fixed snapshots: the screen without a target."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model.snapshot import EMPTY, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable


class Replay:
    """Serves the snapshots that a test gives it, and keeps the commands that it receives."""

    def __init__(self, snapshot: Snapshot = EMPTY, status: str = "") -> None:
        self.snapshot = snapshot
        self.status = status
        self.failure: str | None = None
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.replies: dict[str, wire.Reply] = {}
        """By command, the reply; a command without an entry succeeds."""
        self._callbacks: list[Callable[[], None]] = []
        self._events = 1_000

    def listen(self, callback: Callable[[], None]) -> None:
        """Register a callback, as a session does."""
        self._callbacks.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Keep the command and reply at once."""
        self.sent.append((name, args))
        future: Future[wire.Reply] = Future()
        future.set_result(self.replies.get(name, wire.Reply(len(self.sent), ok=True)))
        return future

    def stop(self) -> None:
        """Do nothing: nothing was started."""

    def show(
        self, snapshot: Snapshot | None = None, *, status: str = "", failure: str | None = None
    ) -> None:
        """Serve another snapshot or status, and call the callbacks."""
        self.snapshot = self.snapshot if snapshot is None else snapshot
        self.status, self.failure = status, failure
        for callback in self._callbacks:
            callback()
