"""A link to an agent, over a socket pair with real frames."""

from __future__ import annotations

import json
import os
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.sessions.agent_link import AgentLink, LinkError, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

SECONDS = 60.0
"""How long a test waits for what must happen; far longer than it takes."""

HELLO = wire.Hello(wire.PROTOCOL, "0.1.0", 4711)


def event(number: int) -> wire.Event:
    return wire.Event(number, 1.0, "lab", f"event {number}", affected=((1, 3), (7, 7)))


class Peer:
    """The other end of a link: sends the messages of an agent."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.socket = ours
        self.socket.settimeout(SECONDS)
        self._change = threading.Condition()
        self.changes = 0
        self.link = AgentLink(theirs, self._changed)

    def _changed(self) -> None:
        with self._change:
            self.changes += 1
            self._change.notify_all()

    def send(self, *messages: Any) -> None:
        for message in messages:
            self.socket.sendall(wire.encode(message))

    def send_bytes(self, data: bytes) -> None:
        self.socket.sendall(wire.HEADER.pack(len(data)) + data)

    def receive(self) -> dict[str, Any]:
        length = wire.frame_length(self.socket.recv(4, socket.MSG_WAITALL))
        message: dict[str, Any] = json.loads(self.socket.recv(length, socket.MSG_WAITALL))
        return message

    def wait(self, until: Callable[[AgentLink], object]) -> None:
        with self._change:
            assert self._change.wait_for(lambda: until(self.link), timeout=SECONDS)


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.socket.close()
    peer.link.close()


def result(future: Future[wire.Reply]) -> wire.Reply:
    return future.result(timeout=SECONDS)


def test_rows_appear_and_disappear_as_the_agent_sends_them(peer: Peer) -> None:
    peer.send(HELLO, wire.Update(events=[event(1), event(2)]))
    peer.wait(lambda link: link.live)
    assert peer.link.snapshot.events == {1: event(1), 2: event(2)}
    peer.send(wire.Update(events=[event(3)], gone={"events": [1]}))
    peer.wait(lambda link: 3 in link.snapshot.events)
    assert list(peer.link.snapshot.events) == [2, 3]


def test_an_update_in_chunks_is_applied_as_a_whole(peer: Peer) -> None:
    peer.send(
        HELLO,
        wire.Update(events=[event(1)], complete=False),
        wire.Update(events=[event(2)], complete=False),
        wire.Update(events=[event(3)]),
    )
    peer.wait(lambda link: link.live and peer.changes)
    assert list(peer.link.snapshot.events) == [1, 2, 3]
    assert peer.changes == 1


def test_replies_find_the_calls_that_they_answer(peer: Peer) -> None:
    peer.send(HELLO)
    first = peer.link.call("spawn", count=2, uri="http://localhost:19530")
    second = peer.link.call("close", client=1)
    received = [peer.receive()["body"], peer.receive()["body"]]
    assert received[0]["args"] == {"count": 2, "uri": "http://localhost:19530"}
    assert received[1]["name"] == "close"
    peer.send(
        wire.Reply(received[1]["id"], ok=False, text="no such client"),
        wire.Reply(received[0]["id"], ok=True, data={"clients": [1, 2]}),
    )
    assert result(first).data == {"clients": [1, 2]}
    assert result(second).text == "no such client"


def test_a_lost_agent_answers_open_calls_and_keeps_the_last_rows(peer: Peer) -> None:
    peer.send(HELLO, wire.Update(events=[event(1)]))
    peer.wait(lambda link: link.live)
    open_call = peer.link.call("probe")
    peer.socket.close()
    peer.wait(lambda link: link.failure)
    assert result(open_call).text == "the connection to the target was lost"
    assert result(peer.link.call("probe")).text == "the connection to the target was lost"
    assert not peer.link.live
    assert list(peer.link.snapshot.events) == [1]


def test_disconnecting_answers_open_calls(peer: Peer) -> None:
    peer.send(HELLO)
    open_call = peer.link.call("probe")
    peer.link.close()
    assert result(open_call).text == "the dashboard has disconnected from the target"
    assert not result(peer.link.call("probe")).ok
    peer.link.close()


def test_another_protocol_is_refused_with_both_numbers(peer: Peer) -> None:
    peer.send(wire.Hello(wire.PROTOCOL + 1, "9.9", 4711))
    peer.wait(lambda link: link.failure)
    assert peer.link.failure == (
        f"the target's agent is milvus-tui 9.9 and uses protocol {wire.PROTOCOL + 1},"
        f" this dashboard uses {wire.PROTOCOL}: use one release of both"
    )


def test_a_peer_that_sends_no_hello_is_refused(peer: Peer) -> None:
    peer.send(wire.Update())
    peer.wait(lambda link: link.failure)
    assert peer.link.failure == "the target's agent did not send a hello first"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"kind": "hello"}',
        b'{"kind": "weather", "body": {}}',
        b'{"kind": "update", "body": {"clients": [{"id": "one"}]}}',
        b'{"kind": "update", "body": {"clients": [{"id": 1}]}}',
    ],
)
def test_garbage_is_reported_in_one_line(peer: Peer, data: bytes) -> None:
    peer.send(HELLO)
    peer.send_bytes(data)
    peer.wait(lambda link: link.failure)
    assert str(peer.link.failure).startswith("the target sent a message that cannot be decoded (")
    assert "\n" not in str(peer.link.failure)


def test_a_frame_beyond_the_limit_is_not_waited_for(peer: Peer) -> None:
    peer.send(HELLO)
    peer.socket.sendall(wire.HEADER.pack(wire.MAX_FRAME + 1))
    peer.wait(lambda link: link.failure)
    assert str(wire.MAX_FRAME) in str(peer.link.failure)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    peer = Peer()
    peer.send(HELLO)
    peer.socket.sendall(data)
    peer.socket.close()
    peer.wait(lambda link: link.failure)
    peer.link.close()


def test_a_target_that_does_not_read_delays_no_call(peer: Peer) -> None:
    peer.send(HELLO)
    calls = [peer.link.call("spawn", uri="x" * 50_000) for _ in range(100)]
    assert result(calls[-1]).text == "the target no longer reads its commands; is it stopped?"


def test_connecting_where_no_agent_listens_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match=r"no agent answers at .*No such file"):
        connect(tmp_path / "gone.sock", lambda: None)
    left_over = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(left_over))
    with pytest.raises(LinkError, match=r"no agent answers at .*refused"):
        connect(left_over, lambda: None)


def test_another_users_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        me = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: me + 1)
        with pytest.raises(LinkError, match="belongs to another user"):
            connect(path, lambda: None)


def test_connecting_to_a_listening_agent(tmp_path: Path) -> None:
    path = tmp_path / "a.sock"
    changed = threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        link = connect(path, changed.set)
        agent, _ = listener.accept()
        with agent:
            agent.sendall(wire.encode(HELLO) + wire.encode(wire.Update(events=[event(1)])))
            assert changed.wait(SECONDS)
            assert link.live
            link.close()
