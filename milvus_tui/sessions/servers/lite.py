"""An embedded Milvus Lite server, as a child process of its own on 127.0.0.1."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.sessions.child_process import ChildProcess, Message

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).with_name("lite_main.py")

START_SECONDS = 60.0
"""How long a start may take: it imports what takes seconds on a slow disk."""

KEEP_SECONDS = 15.0
"""How long it has to write down data that is kept, before it is told to end at once."""

MISSING = "Milvus Lite is not installed: pip install 'milvus-tui[lab]', or give the URI of a server"


class LiteServer:
    """The server's process. Its messages: `data` (a path), then `uri` or `failure`.

    It runs in the interpreter of the dashboard, whatever interpreter the target has, since it
    answers with the gRPC messages of the pymilvus beside it.
    """

    def __init__(self, receive: Callable[[Message | None], None], data: Path | None = None) -> None:
        """Start it.

        Args:
            receive: gets its messages from another thread, None when it has ended.
            data: where its data is kept; None for a temporary directory that it removes.

        Raises:
            OSError: the interpreter cannot be started.
        """
        self._receive = receive
        self._temporary = data is None
        self._data = data
        argv: list[str | Path] = [sys.executable, SCRIPT, *([data] if data else [])]
        self._child = ChildProcess(argv, self._read)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def ending(self) -> str:
        """How the process ended, in words."""
        return self._child.ending()

    def hang_up(self) -> None:
        """Ask it to end; returns at once."""
        self._child.hang_up()

    def stop(self) -> None:
        """End it, and remove its temporary directory if it could not do that itself."""
        self._child.stop(None if self._temporary else KEEP_SECONDS)
        if self._temporary and self._data is not None:
            shutil.rmtree(self._data, ignore_errors=True)

    def _read(self, message: Message | None) -> None:
        if message and "data" in message:
            self._data = Path(str(message["data"]))
        self._receive(message)


def is_installed() -> bool:
    """Whether Milvus Lite can be found, without importing it."""
    return find_spec("milvus_lite") is not None
