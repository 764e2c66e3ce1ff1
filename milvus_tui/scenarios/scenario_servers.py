"""Further servers that scenarios ask for, started when first needed and shared from then on."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from milvus_tui.scenarios.scenario import CannotRun
from milvus_tui.sessions.servers import lite, standalone

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.scenarios.stage import Stage
    from milvus_tui.sessions.child_process import Message

    Messages = queue.SimpleQueue[Message | None]

HANG_SECONDS = 30.0
"""How long a caller of the hanging server is waited for."""


class Stoppable(Protocol):
    """A server that was started."""

    def stop(self) -> None:
        """End it."""


Started = TypeVar("Started", bound=Stoppable)


@dataclass(frozen=True)
class Secured:
    """A server that checks logins, and a login that it accepts."""

    uri: str
    user: str
    password: str = field(repr=False)


class Hanging:
    """A server that accepts connections and never says a word."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._called = threading.Event()
        self._callers: list[socket.socket] = []
        self.uri = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, name="hanging", daemon=True).start()

    def wait_for_a_caller(self) -> None:
        """Return once somebody has connected.

        Raises:
            CannotRun: nobody did.
        """
        if not self._called.wait(HANG_SECONDS):
            raise CannotRun("the target never called the server that hangs")

    def stop(self) -> None:
        """End it; whoever waits for an answer hears that the connection is closed."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for caller in self._callers:
            caller.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._callers.append(self._listener.accept()[0])
                self._called.set()


@dataclass(frozen=True)
class Guest:
    """A login that differs from the lab's, and a server that accepts it."""

    server: str
    """The server in words."""
    uri: str
    user: str = "somebody"
    password: str = field(default="secret", repr=False)


class Servers:
    """Starts servers on this machine, and stops them all at the end. Any thread may ask."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._stopped = False
        self._stack_lock = threading.Lock()
        self._starting = {"lite": threading.Lock(), "secured": threading.Lock()}
        self._lite: str | None = None
        self._secured: Secured | None = None

    def lite(self) -> str:
        """The URI of a Milvus Lite that is not the lab's.

        Raises:
            CannotRun: Milvus Lite is not installed, or did not start.
        """
        with self._starting["lite"]:
            if self._lite is None:
                self._lite = self.embedded()
            return self._lite

    def embedded(self) -> str:
        """The URI of one more Milvus Lite.

        Raises:
            CannotRun: as for `lite()`.
        """
        if not lite.is_installed():
            raise CannotRun(lite.MISSING)
        messages: Messages = queue.SimpleQueue()
        self._start(lambda: lite.LiteServer(messages.put))
        return _uri(messages, lite.START_SECONDS, "Milvus Lite")

    def secured(self) -> Secured:
        """A server that checks logins.

        Raises:
            CannotRun: the package `milvus` is not installed, or the server did not start.
        """
        with self._starting["secured"]:
            if self._secured is None:
                if not standalone.is_installed():
                    raise CannotRun(standalone.MISSING)
                messages: Messages = queue.SimpleQueue()
                self._start(lambda: standalone.start(messages.put))
                uri = _uri(messages, standalone.START_SECONDS, "Milvus standalone")
                self._secured = Secured(uri, standalone.USER, standalone.PASSWORD)
            return self._secured

    def hanging(self) -> Hanging:
        """A server of one's own that accepts connections and never answers."""
        return self._start(Hanging)

    def second_login(self, stage: Stage) -> Guest:
        """A login that differs from the lab's.

        It is one of a Milvus Lite, which accepts any: of the lab's server if it is one, else
        of a second server, since nobody is to find a new user on a server of his own.

        Raises:
            CannotRun: Milvus Lite is needed and not there.
        """
        target = stage.snapshot.target[0]
        if target.server.startswith("Milvus Lite"):
            return Guest("the lab's server", "")
        return Guest(f"a Milvus Lite, since {target.server} may check logins", self.lite())

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
    while True:
        try:
            message = messages.get(timeout=seconds)
        except queue.Empty:
            raise CannotRun(f"{name} did not start in time") from None
        if message is None or "failure" in message:
            raise CannotRun(f"{name} did not start: {(message or {}).get('failure', 'it ended')}")
        if "uri" in message:
            return str(message["uri"])
