"""A lab with a real login on a server that checks logins: no secret leaves the target."""

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


def read_as_viewer(path: Path) -> bytes:
    """Return all bytes that an agent sends to a new viewer, up to the reply to one command."""
    sent = b""
    with socket.socket(socket.AF_UNIX) as viewer:
        viewer.settimeout(SECONDS)
        viewer.connect(str(path))
        viewer.sendall(wire.encode(wire.Command(77, "probe")))
        while b'"id":77' not in sent:
            part = viewer.recv(65536)
            assert part, "the agent hung up"
            sent += part
    return sent


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
        sent = read_as_viewer(path)
    assert b"root:" in sent, "the user is shown"
    for token in (standalone.token, f"root:{SECRET}", f"nobody:{SECRET}"):
        assert token.encode() not in sent
        assert base64.b64encode(token.encode()) not in sent
        assert hashlib.md5(token.encode(), usedforsecurity=False).hexdigest().encode() not in sent
    assert SECRET.encode() not in sent


def test_errors_of_the_start_show_no_secret(standalone: Server) -> None:
    with (
        pytest.raises(AssertionError, match="refuses the login root:••••") as refused,
        lab(standalone.uri, token=f"root:{SECRET}"),
    ):
        pass
    assert SECRET not in str(refused.value)
