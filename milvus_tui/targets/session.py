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


class Opener(Protocol):
    """What opens further targets beside a first one; see `targets.fleet`."""

    def open(self, release: str) -> Session:
        """Start a target with a release of pymilvus, and return at once.

        Raises:
            ValueError: it cannot be started; one line says why.
        """
        ...

    def end(self, session: Session) -> None:
        """End one that was opened here. Blocks until nothing is left of it."""
        ...

    def at_end(self, stop: Callable[[], None]) -> None:
        """Call `stop` when all targets are ended, at the latest at the end of the program."""
        ...
