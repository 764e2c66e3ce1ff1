"""A connection to one agent, which its own thread reads."""

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
"""How long a connect may take. A live agent accepts at once: it has a thread for that."""

CONNECTION_LOST = "the connection to the target was lost"
NOT_READING = "the target no longer reads its commands; is it stopped?"


class Envelope(msgspec.Struct):
    """The outer object of a frame. Its kind says how to decode the body."""

    kind: str
    body: msgspec.Raw


_envelopes = msgspec.json.Decoder(Envelope)
_bodies: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(cls) for kind, cls in wire.MESSAGES.items()
}


class LinkError(Exception):
    """Why the agent cannot be reached, or its messages not be decoded; one line."""


class AgentLink:
    """Keeps `snapshot` up to date with what an agent sends, and sends commands to the agent.

    Any thread may read the attributes. The reading thread calls `changed` after each change of
    them.
    """

    def __init__(self, connected: socket.socket, changed: Callable[[], None]) -> None:
        """Read from a connected stream socket. The link owns the socket from now on."""
        self.snapshot: Snapshot = snapshots.EMPTY
        """All rows after the last complete update."""
        self.live = False
        """Whether all rows have arrived once and the link is connected."""
        self.failure: str | None = None
        """Why the link was lost, in one line."""
        self._partial: Snapshot = snapshots.EMPTY  # while an update arrives in several messages
        self._socket = connected
        self._changed = changed
        self._lock = threading.Lock()
        self._ids = count(1)
        self._pending: dict[int, Future[wire.Reply]] = {}
        self._close_reason = ""  # why this end closed the link; empty if it did not
        self._reader = threading.Thread(target=self._read, name="link", daemon=True)
        self._reader.start()

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command. If the agent does not read, a reply that is not ok is given at once."""
        future: Future[wire.Reply] = Future()
        future.set_running_or_notify_cancel()  # a sent command cannot be cancelled
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
        """Disconnect from the agent. Open calls get a reply that is not ok."""
        self._close_reason = "the dashboard has disconnected from the target"
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the agent disconnected first
        if self._reader is not threading.current_thread():
            self._reader.join()

    def _send(self, frame: bytes) -> str | None:
        """Send a frame; gives why it was not sent. Never blocks: the caller draws the screen."""
        try:
            sent = self._socket.send(frame, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return NOT_READING
        except OSError:
            return self._close_reason or CONNECTION_LOST
        if sent < len(frame):
            # Hundreds of kilobytes are unread. A partial frame would corrupt the next one.
            self._close_reason = NOT_READING
            self._socket.shutdown(socket.SHUT_RDWR)
            return NOT_READING
        return None

    def _read(self) -> None:
        try:
            with self._socket, self._socket.makefile("rb") as stream:
                self._check_hello(_receive(stream))
                while True:
                    self._handle(_receive(stream))
        except LinkError as error:
            self._lose(str(error))
        except OSError:
            self._lose(CONNECTION_LOST)
        except (wire.WireError, msgspec.MsgspecError) as error:
            self._lose(f"the target sent a message that cannot be decoded ({error})")

    def _check_hello(self, message: Any) -> None:
        if not isinstance(message, wire.Hello):
            raise LinkError("the target's agent did not send a hello first")
        if message.protocol != wire.PROTOCOL:
            raise LinkError(
                f"the target's agent is milvus-tui {message.version} and uses protocol"
                f" {message.protocol}, this dashboard uses {wire.PROTOCOL}: use one release of both"
            )

    def _handle(self, message: Any) -> None:
        if isinstance(message, wire.Reply):
            with self._lock:
                future = self._pending.pop(message.id, None)
            if future is not None:
                future.set_result(message)
        elif isinstance(message, wire.Update):
            intern_texts(message.clients)
            self._partial = snapshots.apply(self._partial, message)
            if message.complete:
                self.snapshot = self._partial
                self.live = True
                self._changed()

    def _lose(self, failure: str) -> None:
        with self._lock:
            self.failure = self._close_reason or failure
            self.live = False
            pending, self._pending = self._pending, {}
        for number, future in pending.items():
            future.set_result(wire.Reply(number, ok=False, text=self.failure))
        self._changed()


def connect(path: Path, changed: Callable[[], None]) -> AgentLink:
    """Connect to the agent that listens at a socket's path.

    Raises:
        LinkError: no process listens there, or another user's process does.
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


INTERNED = (
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
"""Fields of a client whose value thousands of clients share."""


def intern_texts(clients: Sequence[wire.Client]) -> None:
    """Let equal texts be one object, to save memory.

    The rows are frozen, but they were decoded just now and no other code holds them yet.
    """
    for row in clients:
        for name in INTERNED:
            object.__setattr__(row, name, sys.intern(getattr(row, name)))


def describe_end(link: AgentLink) -> str | None:
    """Why a process is no longer watched, in one line; None while the link is connected."""
    target = link.snapshot.target.get(0)
    if link.failure != CONNECTION_LOST or target is None:
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
        wire.WireError, msgspec.MsgspecError: the data is no message of the protocol.
    """
    header = stream.read(wire.HEADER.size)
    if len(header) < wire.HEADER.size:
        raise LinkError(CONNECTION_LOST)
    length = wire.frame_length(header)
    data = stream.read(length)
    if len(data) < length:
        raise LinkError(CONNECTION_LOST)
    envelope = _envelopes.decode(data)
    body = _bodies.get(envelope.kind)
    if body is None:
        raise wire.WireError(f"a message of the unknown kind {envelope.kind!r}")
    return body.decode(envelope.body)
