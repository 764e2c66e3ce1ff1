"""Servers that scenarios ask for: started at the first request and shared from then on."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.sessions.servers import lite, standalone

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.child_process import Message

    Messages = queue.SimpleQueue[Message | None]

CONNECTION_SECONDS = 30.0
"""How long the silent server waits for a first connection."""


class Stoppable(Protocol):
    """A server that was started."""

    def stop(self) -> None:
        """End the server."""


Started = TypeVar("Started", bound=Stoppable)


@dataclass(frozen=True)
class LoginServer:
    """A server that checks logins, and a login that it accepts."""

    uri: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class SecondLogin:
    """A login that differs from the lab's, and a server that accepts it."""

    server: str
    """The server in words."""
    uri: str
    """The server's URI; empty for the lab's server."""
    user: str = "somebody"
    password: str = field(default="secret", repr=False)


class SilentServer:
    """A server that accepts connections and never sends a byte."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connected = threading.Event()
        self._connections: list[socket.socket] = []
        self.uri = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, name="silent-server", daemon=True).start()

    def wait_for_connection(self) -> None:
        """Return once a client has connected.

        Raises:
            CannotRun: no client connected within `CONNECTION_SECONDS`.
        """
        if not self._connected.wait(CONNECTION_SECONDS):
            raise CannotRun("the target did not connect to the server that never answers")

    def stop(self) -> None:
        """Close the listener and all connections: clients that wait for an answer stop waiting."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._connections.append(self._listener.accept()[0])
                self._connected.set()


class ScenarioServers:
    """Starts servers on this machine, and stops all of them at the end. Thread-safe."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._stopped = False
        self._stack_lock = threading.Lock()
        self._starting = {"second": threading.Lock(), "login": threading.Lock()}
        self._second_server: str | None = None
        self._login_server: LoginServer | None = None

    def second_server(self) -> str:
        """The URI of a Milvus Lite that is not the lab's server.

        Raises:
            CannotRun: Milvus Lite is not installed, or did not start.
        """
        with self._starting["second"]:
            if self._second_server is None:
                self._second_server = self.new_server()
            return self._second_server

    def new_server(self) -> str:
        """The URI of one more Milvus Lite.

        Raises:
            CannotRun: as for `second_server()`.
        """
        if not lite.is_installed():
            raise CannotRun(lite.MISSING)
        messages: Messages = queue.SimpleQueue()
        self._start(lambda: lite.LiteServer(messages.put))
        return _uri(messages, lite.START_SECONDS, "Milvus Lite")

    def login_server(self) -> LoginServer:
        """A server that checks logins.

        Raises:
            CannotRun: the package `milvus` is not installed, or the server did not start.
        """
        with self._starting["login"]:
            if self._login_server is None:
                if not standalone.is_installed():
                    raise CannotRun(standalone.MISSING)
                messages: Messages = queue.SimpleQueue()
                self._start(lambda: standalone.start(messages.put))
                uri = _uri(messages, standalone.START_SECONDS, "Milvus standalone")
                self._login_server = LoginServer(uri, standalone.USER, standalone.PASSWORD)
            return self._login_server

    def silent_server(self) -> SilentServer:
        """A new server that accepts connections and never answers."""
        return self._start(SilentServer)

    def second_login(self, lab_server: str) -> SecondLogin:
        """A login that differs from the lab's.

        Milvus Lite accepts any login. So the lab's server is used if it is a Milvus Lite, else
        a second server: a scenario adds no user to a user's own server.

        Args:
            lab_server: the lab's server, as `Target.server` names it.

        Raises:
            CannotRun: Milvus Lite is needed and not installed, or did not start.
        """
        if lab_server.startswith("Milvus Lite"):
            return SecondLogin("the lab's server", "")
        return SecondLogin(
            f"a Milvus Lite, since {lab_server} may check logins", self.second_server()
        )

    def stop(self) -> None:
        """Stop all servers, also those that are still starting."""
        with self._stack_lock:
            self._stopped = True
        self._stack.close()

    def _start(self, start: Callable[[], Started]) -> Started:
        with self._stack_lock:
            if self._stopped:
                raise CannotRun("the servers were stopped")
            server = start()
            self._stack.callback(server.stop)
        return server


def _uri(messages: Messages, seconds: float, name: str) -> str:
    """Wait for a server's URI.

    Raises:
        CannotRun: the server sent none in time, or it ended.
    """
    while True:
        try:
            message = messages.get(timeout=seconds)
        except queue.Empty:
            raise CannotRun(f"{name} did not start in time") from None
        if message is None or "failure" in message:
            raise CannotRun(f"{name} did not start: {(message or {}).get('failure', 'it ended')}")
        if "uri" in message:
            return str(message["uri"])
