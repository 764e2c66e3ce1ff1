"""A session that serves fixed snapshots: the screen without a target."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model.snapshot import EMPTY, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable


class Replay:
    """Serves what it is given, and keeps the commands that it is sent."""

    def __init__(self, snapshot: Snapshot = EMPTY, stage: str = "") -> None:
        self.snapshot = snapshot
        self.stage = stage
        self.failure: str | None = None
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.replies: dict[str, wire.Reply] = {}
        """What to answer to a command, if not that it went well."""
        self._callbacks: list[Callable[[], None]] = []
        self._events = 1_000

    def listen(self, callback: Callable[[], None]) -> None:
        """As a session does."""
        self._callbacks.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Keep the command and answer at once."""
        self.sent.append((name, args))
        future: Future[wire.Reply] = Future()
        future.set_result(self.replies.get(name, wire.Reply(len(self.sent), ok=True)))
        return future

    def stop(self) -> None:
        """Nothing was started."""

    def show(
        self, snapshot: Snapshot | None = None, *, stage: str = "", failure: str | None = None
    ) -> None:
        """Serve something else, and say so."""
        self.snapshot = self.snapshot if snapshot is None else snapshot
        self.stage, self.failure = stage, failure
        for callback in self._callbacks:
            callback()
