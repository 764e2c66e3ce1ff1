"""What the dashboard knows of a target, whichever door it came through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


class Session(Protocol):
    """A target that is being started, is live, or was lost.

    Every property may be read from any thread at any time and returns at once.
    """

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the target; the last one, once it was lost."""
        ...

    @property
    def stage(self) -> str:
        """What is being waited for (`starting Milvus Lite`); empty once the target is live."""
        ...

    @property
    def failure(self) -> str | None:
        """In one line, why the target could not be started or was lost, and what to do."""
        ...

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the three properties."""
        ...

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command (`wire.Command`). A lost target gives a reply that is not ok."""
        ...

    def stop(self) -> None:
        """Leave the target; end it if this session started it. Blocks until nothing is left."""
        ...
