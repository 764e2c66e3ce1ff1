"""What the tests run against: real servers, and interpreters with real pymilvus releases."""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import os
import platform
import queue
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.targets.lite import START_SECONDS, LiteServer
from milvus_tui.targets.process import Child, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RELEASES = (
    "2.4.15",
    "2.5.11",
    "2.5.12",
    "2.5.18",
    "2.6.6",
    "2.6.9",
    "2.6.10",
    "2.6.17",
    "3.0.2",
)
"""Representatives of every generation of pymilvus, oldest first."""

ROOT = Path(__file__).resolve().parent.parent
STANDALONE = Path(__file__).with_name("standalone_main.py")
STANDALONE_SECONDS = 150.0


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


Messages = queue.SimpleQueue[Message | None]


@contextmanager
def lite_server(data: Path | None = None) -> Iterator[Server]:
    """A Milvus Lite server of its own: any login is accepted, databases work."""
    messages: Messages = queue.SimpleQueue()
    server = LiteServer(messages.put, data)
    try:
        yield Server(_uri(messages, START_SECONDS, server.ending))
    finally:
        server.stop()


@contextmanager
def standalone_server() -> Iterator[Server]:
    """A Milvus 2.3.5 standalone server with authentication and databases."""
    messages: Messages = queue.SimpleQueue()
    child = Child([sys.executable, STANDALONE], messages.put)
    try:
        yield Server(_uri(messages, STANDALONE_SECONDS, child.ending), "root", "Milvus")
    finally:
        child.stop()


def why_no_standalone() -> str:
    """Why the standalone server cannot run on this machine, or an empty string."""
    if importlib.util.find_spec("milvus") is not None:
        return ""
    machine = f"{platform.system()} {platform.machine()}"
    return f"the PyPI package milvus 2.3.5 has no wheel for {machine}, only for Linux x86-64"


def _uri(messages: Messages, seconds: float, ending: Callable[[], str]) -> str:
    while True:
        message = messages.get(timeout=seconds)
        if message is None or "failure" in message:
            raise RuntimeError(f"the server did not start: {message or ending()}")
        if "uri" in message:
            return str(message["uri"])


def interpreter(release: str) -> Path:
    """The Python of an environment that has this pymilvus release and nothing of ours.

    Made with uv at first use and kept, in `.venv-releases` or in the directory that
    `MILVUS_TUI_RELEASES` names.

    Raises:
        RuntimeError: uv could not make it; with what it said.
    """
    if release == importlib.metadata.version("pymilvus"):
        return Path(sys.executable)
    folder = Path(os.environ.get("MILVUS_TUI_RELEASES") or ROOT / ".venv-releases")
    python = folder / release / "bin" / "python"
    if python.exists():
        return python
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{release}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another test process may be making it
        if not python.exists():
            _make_environment(folder / release, release)
    return python


def _make_environment(where: Path, release: str) -> None:
    # Moved into place when complete, so that an interrupted one is not taken for whole.
    part = where.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    _uv("venv", "--python", sys.executable, str(part))
    # Releases up to 2.5.15 or so import pkg_resources, which later setuptools lack.
    wanted = [f"pymilvus=={release}", "setuptools<81"]
    _uv("pip", "install", "--python", str(part / "bin" / "python"), *wanted)
    part.rename(where)


def _uv(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise RuntimeError(f"uv {' '.join(arguments)}: {done.stderr.strip()[-1000:]}")
