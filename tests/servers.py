"""Real servers, and interpreters with real releases of pymilvus, for the tests."""

from __future__ import annotations

import os
import platform
import queue
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.sessions.releases import release_environments
from milvus_tui.sessions.servers import standalone
from milvus_tui.sessions.servers.lite import START_SECONDS, LiteServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui.sessions.child_process import Message

    Messages = queue.SimpleQueue[Message | None]

RELEASES = release_environments.REPRESENTATIVES

ROOT = Path(__file__).resolve().parent.parent

# The tests install into a folder of the clone, not into the user's cache.
os.environ.setdefault(release_environments.FOLDER_VARIABLE, str(ROOT / ".venv-releases"))


@dataclass(frozen=True)
class Server:
    """A running server. `user` and `password` are empty where it checks no login."""

    uri: str
    user: str = ""
    password: str = ""

    @property
    def token(self) -> str:
        """`user:password`, or an empty string."""
        return f"{self.user}:{self.password}" if self.user else ""

    @property
    def address(self) -> str:
        """`host:port`."""
        return self.uri.split("://")[1]


@contextmanager
def lite_server(data: Path | None = None) -> Iterator[Server]:
    """A new Milvus Lite server: it accepts any login, and databases work."""
    messages: Messages = queue.SimpleQueue()
    server = LiteServer(messages.put, data)
    try:
        yield Server(_uri(messages, START_SECONDS, server.describe_exit))
    finally:
        server.stop()


@contextmanager
def standalone_server(*tls: Path) -> Iterator[Server]:
    """A Milvus 2.3.5 standalone server with authentication and databases.

    With the files of a certificate for `localhost` and its key, it speaks TLS.
    """
    messages: Messages = queue.SimpleQueue()
    child = standalone.start(messages.put, *tls)
    try:
        uri = _uri(messages, standalone.START_SECONDS, child.describe_exit)
        yield Server(uri, standalone.USER, standalone.PASSWORD)
    finally:
        child.stop()


def why_no_standalone() -> str:
    """Why the standalone server cannot run on this machine, or an empty string."""
    if standalone.is_installed():
        return ""
    machine = f"{platform.system()} {platform.machine()}"
    return f"the PyPI package milvus 2.3.5 has no wheel for {machine}, only for Linux x86-64"


def _uri(messages: Messages, seconds: float, describe_exit: Callable[[], str]) -> str:
    while True:
        message = messages.get(timeout=seconds)
        if message is None or "failure" in message:
            raise RuntimeError(f"the server did not start: {message or describe_exit()}")
        if "uri" in message:
            return str(message["uri"])


def interpreter(release: str) -> Path:
    """The Python of an environment with this release of pymilvus and no package of the project.

    The environment is kept in `.venv-releases`, or in the folder that `MILVUS_TUI_RELEASES` names.

    Raises:
        release_environments.ReleaseError: the environment could not be created.
    """
    return release_environments.python_for(release)
