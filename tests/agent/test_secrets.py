"""A real login against a server that checks it: nothing that leaves the target shows it."""

from __future__ import annotations

import base64
import hashlib
import socket
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from tests import servers
from tests.labs import SECONDS, lab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server

SECRET = "Sup3r-s3cret-pw"


def listen_in(path: Path) -> bytes:
    """Everything that a new viewer of an agent is sent, up to the reply to one command."""
    heard = b""
    with socket.socket(socket.AF_UNIX) as viewer:
        viewer.settimeout(SECONDS)
        viewer.connect(str(path))
        viewer.sendall(wire.encode(wire.Command(77, "probe")))
        while b'"id":77' not in heard:
            part = viewer.recv(65536)
            assert part, "the agent hung up"
            heard += part
    return heard


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "2.6.9", "3.0.2"])
def test_no_secret_leaves_the_target(release: str, standalone: Server, runtime_dir: Path) -> None:
    python = servers.interpreter(release)
    with lab(standalone.uri, token=standalone.token, python=python) as run:
        run.spawn(2)
        run.spawn(1, uri=standalone.uri.replace("://", f"://{standalone.token}@"))
        assert not run.ask("spawn", token=f"root:{SECRET}").ok
        assert not run.ask("spawn", user="nobody", password=SECRET).ok
        assert not run.ask("spawn", token=SECRET).ok
        assert not run.ask("spawn", uri=f"ftp://root:{SECRET}@host").ok
        (client,) = run.spawn(1)
        run.do("start_threads", client=client, interval=0.05)
        run.do("close", client=client)
        (path,) = runtime_dir.iterdir()
        heard = listen_in(path)
    assert b"root:" in heard, "the user is shown"
    for token in (standalone.token, f"root:{SECRET}", f"nobody:{SECRET}"):
        assert token.encode() not in heard
        assert base64.b64encode(token.encode()) not in heard
        assert hashlib.md5(token.encode(), usedforsecurity=False).hexdigest().encode() not in heard
    assert SECRET.encode() not in heard


def test_errors_of_the_start_show_no_secret(standalone: Server) -> None:
    with (
        pytest.raises(AssertionError, match="refuses the login root:••••") as refused,
        lab(standalone.uri, token=f"root:{SECRET}"),
    ):
        pass
    assert SECRET not in str(refused.value)
