"""No secret is in what the agent sends, nor in what milvus-tui prints and writes."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milvus_tui.sessions.program.watched_environment import WatchSettings, environment
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

PROGRAM = Path(__file__).with_name("secrets_program.py")

SECRET = "Sup3r-s3cret-pw"

SECONDS = 300
"""Only a program that hangs takes this long."""


class Listener:
    """Listens for agents as `milvus-tui run` does, and keeps every byte that they send."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.received = bytearray()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            peer, _ = self._socket.accept()
            with peer:
                while data := peer.recv(65536):
                    self.received += data

    def finish(self) -> None:
        """Wait until the agent has sent everything."""
        self._thread.join(SECONDS)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(SECONDS)


@contextlib.contextmanager
def listening(folder: Path) -> Iterator[Listener]:
    listener = Listener(folder / "listener")
    try:
        yield listener
        listener.finish()
    finally:
        listener.close()


def disguises(secret: str) -> list[bytes]:
    """Return a secret, and forms in which the secret could be recognized."""
    raw = secret.encode()
    sums = [hashlib.new(name, raw, usedforsecurity=False) for name in ("md5", "sha1", "sha256")]
    return [raw, base64.b64encode(raw), *(each.hexdigest().encode() for each in sums)]


FORBIDDEN = [
    *disguises(SECRET),
    *disguises(f"root:{SECRET}"),
    *disguises("root:Milvus"),
    b":Milvus",
    b'"Milvus"',
]


@pytest.mark.parametrize("release", ["2.5.11", "2.6.6", "2.6.17"])
def test_nothing_that_the_agent_sends_holds_a_secret(
    release: str, standalone: Server, runtime_dir: Path
) -> None:
    with listening(runtime_dir) as listener:
        done = subprocess.run(
            [
                servers.interpreter(release),
                "-W",
                "ignore",
                PROGRAM,
                standalone.uri,
                "--token",
                SECRET,
            ],
            capture_output=True,
            text=True,
            check=True,
            env=environment(os.environ, listener.path, WatchSettings()),
            timeout=SECONDS,
        )
    assert "clients" in done.stdout
    received = bytes(listener.received)
    assert b"root:" in received, "the user is shown"
    assert received.count(b'"login"') > 3
    assert [each for each in FORBIDDEN if each in received] == []
    assert not list(runtime_dir.glob("*.sock"))


@pytest.mark.parametrize("release", ["2.6.6", "2.6.17"])
def test_nothing_that_check_says_or_writes_holds_a_secret(
    release: str, standalone: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    check = [
        sys.executable,
        "-m",
        "milvus_tui",
        "check",
        "--json",
        str(report),
        "--leak-after",
        "0",
    ]
    program = [str(servers.interpreter(release)), "-W", "ignore", str(PROGRAM)]
    done = subprocess.run(
        [*check, "--", *program, standalone.uri, "--token", SECRET],
        capture_output=True,
        check=False,
        cwd=servers.ROOT,
        timeout=SECONDS,
    )
    ours = done.stderr[done.stderr.rindex(b"milvus-tui: ") :]
    written = report.read_bytes()
    assert b"secrets_program.py" in written
    for text in (ours, written):
        assert [each for each in FORBIDDEN if each in text] == []
    assert list(runtime_dir.iterdir()) == []
