"""The agent neither writes into nor closes what the program opened under the agent's numbers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("descriptors_program.py")

ROUNDS = 500


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Path]:
    """A socket that takes every connection, and reads all that comes."""
    path = tmp_path / "run"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(128)

    def read(peer: socket.socket) -> None:
        with peer:
            while peer.recv(65536):
                pass

    def accept() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=read, args=(peer,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield path
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.parametrize("highest", [1_000, 5_000])
def test_a_program_that_closes_every_descriptor_keeps_its_own(
    highest: int, dashboard: Path, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "MILVUS_TUI_RUN": str(dashboard),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHONPATH": str(servers.ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-I", "-c", START, str(PROGRAM), str(ROUNDS), str(highest)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("untouched", "", 0)


START = """\
import os, runpy, sys
sys.path.insert(0, os.environ["PYTHONPATH"])
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
