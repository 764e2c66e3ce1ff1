"""The dashboard of a target that runs already: `python attach_main.py SOCKET`.

The parts are those of the `milvus-tui` command: a link to the agent, a session, the guard that
restores the terminal, the application. Only where the socket comes from is different.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = str(Path(__file__).resolve().parent.parent.parent)
sys.path[0] = ROOT  # not this folder; works without being installed

from milvus_tui import guard  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.targets.link import Link


class AttachedSession:
    """A `Session` (see `targets.session`) with a target that somebody else has started."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._link: Link | None = None
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Connect; the rows come by the link's own thread while Textual is imported."""
        from milvus_tui.targets import link

        self._link = link.connect(self._path, self._changed)

    @property
    def snapshot(self) -> Snapshot:
        """All rows."""
        from milvus_tui.model.snapshot import EMPTY

        return self._link.snapshot if self._link else EMPTY

    @property
    def stage(self) -> str:
        """What is waited for."""
        return "" if self._link and self._link.live else "connecting"

    @property
    def failure(self) -> str | None:
        """Why the link was lost."""
        return self._link.failure if self._link else None

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` after each change."""
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command."""
        assert self._link is not None
        return self._link.call(name, **args)

    def stop(self) -> None:
        """Leave the target."""
        if self._link is not None:
            self._link.close()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            with suppress(Exception):
                listener()


def main() -> int:
    """Gives the exit code."""
    session = AttachedSession(Path(sys.argv[1]))
    return guard.run(session, session.start)


if __name__ == "__main__":
    sys.exit(main())
