"""The agent's socket: any number of viewers, each served by threads of its own.

The socket stands in a directory that only this user may enter, has mode 0600, and the user
id of every peer is checked as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import struct
import threading
import time
from typing import Callable, Dict, List, Optional

from milvus_tui import __version__
from milvus_tui.agent.state.tables import Outbox, Tables
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import (
    HEADER,
    PROTOCOL,
    Command,
    Hello,
    Reply,
    WireError,
    encode,
    frame_length,
    runtime_dir,
)
from milvus_tui.wire.private_sockets import private_directory, same_user

OnCommand = Callable[[Command, Callable[[Reply], None]], None]
"""Takes a command and a function that sends the reply, from any thread, at any time."""

JOIN_SECONDS = 0.2
"""How long the program may be held up by a dashboard that does not take what it starts."""

SEND_TIMEOUT = 10.0
"""Seconds after which a viewer that does not read is let go."""


class Server:
    """Listens for viewers until `close()`.

    Args:
        tables: what viewers are told.
        on_command: what is done with their commands.

    Raises:
        OSError: the socket's directory cannot be made, or is not ours alone.
    """

    def __init__(self, tables: Tables, on_command: OnCommand) -> None:
        self._tables = tables
        self._on_command = on_command
        self._viewers: List[_Viewer] = []
        self._lock = threading.Lock()
        directory = private_directory(runtime_dir())
        self.path = directory / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        os.chmod(str(self.path), 0o600)
        self._listener.listen(16)
        start_thread(self._accept, "serve")

    def join(self, path: str) -> None:
        """Go to a viewer that waits at a socket's path, and serve it as if it had come.

        Nothing happens where nobody waits, or somebody else's process does.
        """
        peer = socket.socket(socket.AF_UNIX)
        if _connect(peer, path) and same_user(peer):
            self._serve(peer)
        else:
            peer.close()

    def drain(self, seconds: float) -> None:
        """Block until every viewer was sent all that there is, but no longer than that."""
        end = time.monotonic() + seconds
        with self._lock:
            viewers = list(self._viewers)
        for viewer in viewers:
            viewer.drain(max(0.0, end - time.monotonic()))

    def close(self) -> None:
        """Stop listening, let every viewer go and remove the socket file."""
        # Closing alone does not wake a thread that is blocked in accept(), but on macOS,
        # where a listening socket cannot be shut down, it does.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            viewers, self._viewers = self._viewers, []
        for viewer in viewers:
            viewer.close()
        with contextlib.suppress(OSError):  # somebody may have cleaned up before us
            self.path.unlink()

    def forget(self) -> None:
        """Close the parent's files in a forked child; the socket's file stays the parent's."""
        self._listener.close()
        for viewer in self._viewers:
            viewer.forget()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            if not same_user(peer):
                peer.close()
                continue
            self._serve(peer)

    def _serve(self, peer: socket.socket) -> None:
        viewer = _Viewer(peer, self._tables, self._on_command, self._forget)
        with self._lock:
            self._viewers.append(viewer)
        viewer.start()

    def _forget(self, viewer: "_Viewer") -> None:
        with self._lock:
            if viewer in self._viewers:
                self._viewers.remove(viewer)


class _Viewer:
    """One viewer: a thread that writes updates, and one that reads commands."""

    def __init__(
        self,
        peer: socket.socket,
        tables: Tables,
        on_command: OnCommand,
        on_end: Callable[["_Viewer"], None],
    ) -> None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(SEND_TIMEOUT))
        self._peer = peer
        self._tables = tables
        self._on_command = on_command
        self._on_end = on_end
        self._outbox: Outbox = tables.open_outbox()

    def start(self) -> None:
        start_thread(self._write, "viewer-write")
        start_thread(self._read, "viewer-read")

    def drain(self, seconds: float) -> None:
        self._outbox.drain(seconds)

    def close(self) -> None:
        self._tables.close_outbox(self._outbox)
        with contextlib.suppress(OSError):  # the peer may have gone first
            self._peer.shutdown(socket.SHUT_RDWR)
        self._peer.close()
        self._on_end(self)

    def forget(self) -> None:
        """Close the file in a forked child, without a word to the parent's viewer."""
        self._peer.close()

    def _send(self, data: bytes) -> None:
        try:
            self._peer.sendall(data)
        except OSError:
            self.close()

    def _write(self) -> None:
        self._send(encode(Hello(PROTOCOL, __version__, os.getpid())))
        while self._outbox.wait():
            replies = self._outbox.take_replies()
            update = self._tables.take(self._outbox)
            while update is not None:
                self._send(encode(update))
                # Whole updates only: rows that change meanwhile belong to the next.
                update = None if update.complete else self._tables.take(self._outbox)
            for reply in replies:
                self._send(encode(reply))

    def _read(self) -> None:
        try:
            while True:
                command = self._receive()
                if command is None:
                    break
                self._on_command(command, self._outbox.post)
        except (OSError, WireError, ValueError, KeyError, TypeError):
            pass  # a peer that is gone, or does not speak our protocol: let it go
        self.close()

    def _receive(self) -> Optional[Command]:
        header = self._exactly(HEADER.size)
        if header is None:
            return None
        raw = self._exactly(frame_length(header))
        if raw is None:
            return None
        frame = json.loads(raw.decode())
        if frame["kind"] != "command":
            raise WireError("a viewer may send commands only")
        body: Dict[str, object] = frame["body"]
        return Command(int(str(body["id"])), str(body["name"]), dict(body.get("args") or {}))  # type: ignore[call-overload]

    def _exactly(self, length: int) -> Optional[bytes]:
        parts: List[bytes] = []
        while length:
            part = self._peer.recv(min(length, 65536))
            if not part:
                return None
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _connect(peer: socket.socket, path: str) -> bool:
    """Whether somebody listens there. With many processes at once, its queue may be full."""
    end = time.monotonic() + JOIN_SECONDS
    peer.settimeout(JOIN_SECONDS)
    while True:
        try:
            peer.connect(path)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        except OSError:
            return False
        else:
            peer.settimeout(None)
            return True


def _timeval(seconds: float) -> bytes:
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))
