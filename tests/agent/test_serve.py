"""The agent's socket: private, for any number of viewers, whatever one of them sends."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.viewers.viewer_server import ViewerServer
from milvus_tui.sessions import agent_link as links
from milvus_tui.wire.private_sockets import private_directory, same_user
from tests.labs import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def tables() -> Tables:
    tables = Tables()
    tables.put("sockets", *(wire.Socket(key, "local", "remote") for key in range(1_100)))
    return tables


@pytest.fixture
def server(tables: Tables, runtime_dir: Path) -> Iterator[ViewerServer]:
    def answer(command: wire.Command, reply: Callable[[wire.Reply], None]) -> None:
        reply(wire.Reply(command.id, True, f"{command.name} done"))

    running = ViewerServer(tables, answer)
    yield running
    running.close()


class Viewer:
    """A link that a test can wait for."""

    def __init__(self, path: Path) -> None:
        self._change = threading.Condition()
        self.link = links.connect(path, self._changed)

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    def wait(self, until: Callable[[links.AgentLink], object]) -> None:
        with self._change:
            assert self._change.wait_for(lambda: until(self.link), timeout=SECONDS)


def test_only_this_user_can_reach_it(server: ViewerServer) -> None:
    assert stat.S_IMODE(server.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.path.parent.stat().st_mode) == 0o700
    assert server.path.name.startswith(f"{os.getpid()}-")
    one, other = socket.socketpair()
    with one, other:
        assert same_user(one)


def test_a_directory_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(PermissionError, match="chmod 700"):
        private_directory(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(PermissionError, match="not a directory of this user"):
        private_directory(link)


def test_several_viewers_see_the_same_and_may_disconnect(
    server: ViewerServer, tables: Tables
) -> None:
    first, second = Viewer(server.path), Viewer(server.path)
    for viewer in (first, second):
        viewer.wait(lambda link: len(link.snapshot.sockets) == 1_100)
    first.link.close()
    tables.put("sockets", wire.Socket(5_000, "new", ""))
    second.wait(lambda link: 5_000 in link.snapshot.sockets)
    assert second.link.call("anything").result(SECONDS).text == "anything done"
    third = Viewer(server.path)
    third.wait(lambda link: 5_000 in link.snapshot.sockets)
    for viewer in (second, third):
        viewer.link.close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
        wire.HEADER.pack(3) + b"{{{",
        wire.HEADER.pack(2) + b"[]",
        wire.encode(wire.Hello(1, "x", 1)),
        wire.HEADER.pack(10) + b"half",
    ],
)
def test_a_viewer_that_sends_garbage_is_disconnected_alone(
    server: ViewerServer, garbage: bytes
) -> None:
    good = Viewer(server.path)
    with socket.socket(socket.AF_UNIX) as bad:
        bad.settimeout(SECONDS)
        bad.connect(str(server.path))
        bad.sendall(garbage)
        bad.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionResetError):  # the server closed with garbage unread
            while bad.recv(65536):
                pass  # the hello and the rows, then the end
    assert good.link.call("still").result(SECONDS).ok
    good.link.close()


def test_nothing_is_left_after_close(tables: Tables, runtime_dir: Path) -> None:
    server = ViewerServer(tables, lambda command, reply: None)
    viewer = Viewer(server.path)
    viewer.wait(lambda link: link.live)
    server.close()
    viewer.wait(lambda link: link.failure)
    assert list(runtime_dir.iterdir()) == []
