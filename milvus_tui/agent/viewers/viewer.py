"""One viewer of the agent, served by two threads."""

from __future__ import annotations

import json
import os
from typing import Callable, Dict, List, Optional

from milvus_tui import __version__
from milvus_tui.agent.real_modules import socket
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.threads import start_thread
from milvus_tui.agent.viewers.owned_socket import OwnedSocket, timeval
from milvus_tui.wire import (
    HEADER,
    PROTOCOL,
    Command,
    Hello,
    Reply,
    WireError,
    encode,
    frame_length,
)

OnCommand = Callable[[Command, Callable[[Reply], None]], None]
"""Takes a command and a function that sends the reply, from any thread, at any time."""

SEND_TIMEOUT = 10.0
"""Seconds after which the agent disconnects a viewer that does not read."""


class Viewer:
    """One viewer: one thread writes updates and replies, the other reads commands."""

    def __init__(
        self,
        peer: socket.socket,
        tables: Tables,
        on_command: OnCommand,
        on_end: Callable[["Viewer"], None],
    ) -> None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeval(SEND_TIMEOUT))
        self._peer = OwnedSocket(peer)
        self._tables = tables
        self._on_command = on_command
        self._on_end = on_end
        self._outbox = tables.open_outbox()

    def start(self) -> None:
        start_thread(self._write, "viewer-write")
        start_thread(self._read, "viewer-read")

    def drain(self, seconds: float) -> None:
        self._outbox.drain(seconds)

    def close(self) -> None:
        self._tables.close_outbox(self._outbox)
        self._peer.close()
        self._on_end(self)

    def close_in_child(self) -> None:
        """Close the descriptor in a forked child; the parent's connection stays open."""
        self._peer.close_descriptor()

    def _send(self, data: bytes) -> None:
        try:
            self._peer.send(data)
        except OSError:
            self.close()

    def _write(self) -> None:
        self._send(encode(Hello(PROTOCOL, __version__, os.getpid())))
        while self._outbox.wait():
            replies = self._outbox.take_replies()
            update = self._tables.take(self._outbox)
            while update is not None:
                self._send(encode(update))
                # Replies follow a complete update; rows that change meanwhile are in the next.
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
            pass  # the peer disconnected, or does not speak this protocol
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
            try:
                part = self._peer.checked().recv(min(length, 65536))
            except BlockingIOError:
                continue  # nothing came for `LOOK_SECONDS`
            if not part:
                return None
            parts.append(part)
            length -= len(part)
        return b"".join(parts)
