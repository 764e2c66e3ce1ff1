"""An embedded Milvus Lite server: a child process that listens on 127.0.0.1."""

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
"""How long a start may take: its imports take seconds on a slow disk."""

FLUSH_SECONDS = 15.0
"""How long the server has to write data that is kept, before SIGTERM."""

MISSING = "Milvus Lite is not installed: pip install milvus-lite, or give the URI of a server"


class LiteServer:
    """The server's process. Its messages: `data` (a path), then `uri` or `failure`.

    It runs in the dashboard's interpreter, whatever interpreter the target has, since Milvus
    Lite answers with the gRPC messages of the pymilvus beside it.
    """

    def __init__(self, receive: Callable[[Message | None], None], data: Path | None = None) -> None:
        """Start the server.

        Args:
            receive: called from another thread with each message, and with None at the end.
            data: the directory of its data; None for a temporary one, which it removes.

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

    def describe_exit(self) -> str:
        """How the process ended: `exit code 1`, with its last error line."""
        return self._child.describe_exit()

    def request_exit(self) -> None:
        """Ask the server to exit; returns at once."""
        self._child.request_exit()

    def stop(self) -> None:
        """End the server, and remove its temporary directory if the server could not."""
        self._child.stop(None if self._temporary else FLUSH_SECONDS)
        if self._temporary and self._data is not None:
            shutil.rmtree(self._data, ignore_errors=True)

    def _read(self, message: Message | None) -> None:
        if message and "data" in message:
            self._data = Path(str(message["data"]))
        self._receive(message)


def is_installed() -> bool:
    """Whether Milvus Lite is installed, without an import of it."""
    return find_spec("milvus_lite") is not None
