"""The agent's socket: any number of viewers, each served by its own threads.

Only this user can reach the socket: its directory has mode 0700, the socket has mode 0600, and
the server checks the user id of every peer.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from typing import List

from milvus_tui.agent import clocks
from milvus_tui.agent.real_modules import socket, threading
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.threads import start_thread
from milvus_tui.agent.viewers.owned_socket import OwnedSocket
from milvus_tui.agent.viewers.viewer import OnCommand, Viewer
from milvus_tui.wire import runtime_dir
from milvus_tui.wire.private_sockets import private_directory, same_user

CONNECT_SECONDS = 0.2
"""Longest time that a dashboard with a full queue holds up the program."""


class ViewerServer:
    """Listens for viewers until `close()`.

    Args:
        tables: the rows that viewers are sent.
        on_command: carries out their commands.

    Raises:
        OSError: the socket's directory cannot be created, or is open to other users.
    """

    def __init__(self, tables: Tables, on_command: OnCommand) -> None:
        self._tables = tables
        self._on_command = on_command
        self._viewers: List[Viewer] = []
        self._lock = threading.Lock()
        directory = private_directory(runtime_dir())
        self.path = directory / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.path))
        os.chmod(str(self.path), 0o600)
        listener.listen(16)
        self._listener = OwnedSocket(listener)
        start_thread(self._accept, "serve")

    def connect_to(self, path: str) -> None:
        """Connect to a viewer that listens at a socket's path, and serve it like any other.

        Does nothing if no process of this user listens there.
        """
        peer = socket.socket(socket.AF_UNIX)
        if _try_connect(peer, path) and same_user(peer):
            self._serve(peer)
        else:
            peer.close()

    def drain(self, seconds: float) -> None:
        """Block until every viewer was sent every row, or the seconds have passed."""
        end = clocks.monotonic() + seconds
        with self._lock:
            viewers = list(self._viewers)
        for viewer in viewers:
            viewer.drain(max(0.0, end - clocks.monotonic()))

    def close(self) -> None:
        """Stop listening, disconnect every viewer and remove the socket file."""
        # Linux: only shutdown() wakes a thread that is blocked in accept(). macOS cannot shut
        # down a listening socket, and wakes the thread on close().
        self._listener.close()
        with self._lock:
            viewers, self._viewers = self._viewers, []
        for viewer in viewers:
            viewer.close()
        with contextlib.suppress(OSError):  # another process may have removed the file first
            self.path.unlink()

    def close_in_child(self) -> None:
        """Close the parent's descriptors in a forked child. The parent keeps the socket file."""
        self._listener.close_descriptor()
        for viewer in self._viewers:
            viewer.close_in_child()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.checked().accept()
            except BlockingIOError:
                continue  # nobody came for a while
            except OSError:
                return
            if not same_user(peer):
                peer.close()
                continue
            self._serve(peer)

    def _serve(self, peer: socket.socket) -> None:
        viewer = Viewer(peer, self._tables, self._on_command, self._remove)
        with self._lock:
            self._viewers.append(viewer)
        viewer.start()

    def _remove(self, viewer: Viewer) -> None:
        with self._lock:
            if viewer in self._viewers:
                self._viewers.remove(viewer)


def _try_connect(peer: socket.socket, path: str) -> bool:
    """Connect if possible; return whether that worked.

    Many processes that start at once can fill the listener's queue.
    """
    end = clocks.monotonic() + CONNECT_SECONDS
    peer.settimeout(CONNECT_SECONDS)
    while True:
        try:
            peer.connect(path)
        except BlockingIOError:
            if clocks.monotonic() > end:
                return False
            time.sleep(0.01)
        except OSError:
            return False
        else:
            peer.settimeout(None)
            return True
