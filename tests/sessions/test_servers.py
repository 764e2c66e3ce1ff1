"""The servers and interpreters that other tests use."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from pathlib import Path

LIST = """
import sys
from pymilvus import MilvusClient
uri, token = sys.argv[1:]
print(MilvusClient(uri, token=token, timeout=60).list_collections(timeout=60))
"""


def list_collections(python: Path, server: servers.Server) -> str:
    done = subprocess.run(
        [python, "-W", "ignore", "-c", LIST, server.uri, server.token],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr


def test_each_server_lists_its_collections_to_a_client(server: servers.Server) -> None:
    assert list_collections(servers.interpreter("2.6.6"), server) == "[]"


@pytest.mark.parametrize("release", servers.RELEASES)
def test_each_release_has_an_interpreter_that_can_use_the_embedded_server(
    release: str, lite: servers.Server
) -> None:
    assert list_collections(servers.interpreter(release), lite) == "[]"


def test_the_standalone_server_refuses_a_wrong_password(standalone: servers.Server) -> None:
    stranger = servers.Server(standalone.uri, standalone.user, "wrong")
    assert "auth" in list_collections(servers.interpreter("2.6.6"), stranger).lower()
