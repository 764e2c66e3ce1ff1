"""A connection to one agent, read by a thread of its own."""

from __future__ import annotations

import os
import socket
import sys
import threading
from concurrent.futures import Future
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from milvus_tui import wire
from milvus_tui.model import snapshot as snapshots
from milvus_tui.wire import private_sockets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from milvus_tui.model.snapshot import Snapshot

CONNECT_SECONDS = 5.0
"""A live agent accepts at once, whatever its program does: it has a thread for that."""

LOST = "the connection to the target was lost"
DEAF = "the target no longer reads its commands; is it stopped?"


class Envelope(msgspec.Struct):
    """A frame's outer object; the body is decoded once its kind is known."""

    kind: str
    body: msgspec.Raw


_envelopes = msgspec.json.Decoder(Envelope)
_bodies: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(cls) for kind, cls in wire.MESSAGES.items()
}


class LinkError(Exception):
    """Why an agent cannot be reached or understood, in one line."""


class AgentLink:
    """What an agent sends becomes `snapshot`; commands go the other way.

    Every attribute may be read from any thread. `changed` is called by the reading thread
    after each change of them.
    """

    def __init__(self, connected: socket.socket, changed: Callable[[], None]) -> None:
        """Read from a connected stream socket, which the link then owns."""
        self.snapshot: Snapshot = snapshots.EMPTY
        """All rows after the last complete update."""
        self.live = False
        """Whether every row has come once, and the link was not lost since."""
        self.failure: str | None = None
        """Why the link was lost, in one line."""
        self._partial: Snapshot = snapshots.EMPTY  # within an update that comes in chunks
        self._socket = connected
        self._changed = changed
        self._lock = threading.Lock()
        self._ids = count(1)
        self._pending: dict[int, Future[wire.Reply]] = {}
        self._parting = ""  # why this end hung up, if it did
        self._reader = threading.Thread(target=self._read, name="link", daemon=True)
        self._reader.start()

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command. Without a peer that reads, the reply comes at once and is not ok."""
        future: Future[wire.Reply] = Future()
        future.set_running_or_notify_cancel()  # it is on its way: no cancelling
        with self._lock:
            command = wire.Command(next(self._ids), name, args)
            problem = self.failure
            if problem is None:
                self._pending[command.id] = future
                problem = self._send(wire.encode(command))
                if problem is not None:
                    del self._pending[command.id]
        if problem is not None:
            future.set_result(wire.Reply(command.id, ok=False, text=problem))
        return future

    def close(self) -> None:
        """Leave the agent. Open calls get a reply that is not ok."""
        self._parting = "the dashboard has left the target"
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the agent left first
        if self._reader is not threading.current_thread():
            self._reader.join()

    def _send(self, frame: bytes) -> str | None:
        """Why the frame could not be sent. Never blocks: the caller draws the screen."""
        try:
            sent = self._socket.send(frame, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return DEAF
        except OSError:
            return self._parting or LOST
        if sent < len(frame):
            # Hundreds of kilobytes wait unread, and half a frame would garble the next.
            self._parting = DEAF
            self._socket.shutdown(socket.SHUT_RDWR)
            return DEAF
        return None

    def _read(self) -> None:
        try:
            with self._socket, self._socket.makefile("rb") as stream:
                self._greet(_receive(stream))
                while True:
                    self._handle(_receive(stream))
        except LinkError as error:
            self._lose(str(error))
        except OSError:
            self._lose(LOST)
        except (wire.WireError, msgspec.MsgspecError) as error:
            self._lose(f"the target sent what is not understood ({error})")

    def _greet(self, message: Any) -> None:
        if not isinstance(message, wire.Hello):
            raise LinkError("the target's agent did not introduce itself")
        if message.protocol != wire.PROTOCOL:
            raise LinkError(
                f"the target's agent is milvus-tui {message.version} and speaks protocol"
                f" {message.protocol}, this dashboard {wire.PROTOCOL}: use the same release"
            )

    def _handle(self, message: Any) -> None:
        if isinstance(message, wire.Reply):
            with self._lock:
                future = self._pending.pop(message.id, None)
            if future is not None:
                future.set_result(message)
        elif isinstance(message, wire.Update):
            share(message.clients)
            self._partial = snapshots.apply(self._partial, message)
            if message.complete:
                self.snapshot = self._partial
                self.live = True
                self._changed()

    def _lose(self, failure: str) -> None:
        with self._lock:
            self.failure = self._parting or failure
            self.live = False
            pending, self._pending = self._pending, {}
        for number, future in pending.items():
            future.set_result(wire.Reply(number, ok=False, text=self.failure))
        self._changed()


def connect(path: Path, changed: Callable[[], None]) -> AgentLink:
    """A link to the agent that listens at a socket's path.

    Raises:
        LinkError: nobody listens there, or somebody else's process does.
    """
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.stat().st_uid != os.getuid():
            raise LinkError(f"{path} belongs to another user")
        connected.settimeout(CONNECT_SECONDS)
        connected.connect(str(path))
        connected.settimeout(None)
    except OSError as error:
        connected.close()
        raise LinkError(f"no agent answers at {path}: {error.strerror or error}") from error
    except LinkError:
        connected.close()
        raise
    return AgentLink(connected, changed)


SHARED = (
    "database",
    "uri",
    "login",
    "thread",
    "site",
    "closed_by",
    "class_name",
    "requested_database",
    "closed_thread",
    "task",
)
"""What thousands of clients have in common."""


def share(clients: Sequence[wire.Client]) -> None:
    """Have equal texts be one object. Nobody else has seen these rows: they are just decoded."""
    for row in clients:
        for name in SHARED:
            object.__setattr__(row, name, sys.intern(getattr(row, name)))


def ending(link: AgentLink) -> str | None:
    """How a process whose agent was lost has ended, in one line; None as long as it is there."""
    target = link.snapshot.target.get(0)
    if link.failure != LOST or target is None:
        return link.failure
    if target.ended:
        return f"process {target.pid} has ended"
    if private_sockets.is_running(target.pid):
        return f"process {target.pid} is no longer watched"
    return f"process {target.pid} was killed, or ended by os._exit()"


def _receive(stream: BinaryIO) -> Any:
    """The next message.

    Raises:
        LinkError: the stream ended.
        wire.WireError, msgspec.MsgspecError: it is not one of ours.
    """
    header = stream.read(wire.HEADER.size)
    if len(header) < wire.HEADER.size:
        raise LinkError(LOST)
    length = wire.frame_length(header)
    data = stream.read(length)
    if len(data) < length:
        raise LinkError(LOST)
    envelope = _envelopes.decode(data)
    body = _bodies.get(envelope.kind)
    if body is None:
        raise wire.WireError(f"a message of the unknown kind {envelope.kind!r}")
    return body.decode(envelope.body)
