"""Further servers that scenarios ask for, started when first needed and shared from then on."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milvus_tui.scenarios.scenario import CannotRun
from milvus_tui.targets import lite, standalone

if TYPE_CHECKING:
    from milvus_tui.scenarios.stage import Stage
    from milvus_tui.targets.process import Message

HANG_SECONDS = 30.0
"""How long a caller of the hanging server is waited for."""


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

    def close(self) -> None:
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


class Servers:
    """Starts servers on this machine, and stops them all at the end. Any thread may ask."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._lock = threading.Lock()
        self._lite: str | None = None
        self._secured: Secured | None = None

    def lite(self) -> str:
        """The URI of a Milvus Lite that is not the lab's.

        Raises:
            CannotRun: Milvus Lite is not installed, or did not start.
        """
        with self._lock:
            if self._lite is None:
                if not lite.is_installed():
                    raise CannotRun(lite.MISSING)
                messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
                server = lite.LiteServer(messages.put)
                self._stack.callback(server.stop)
                self._lite = _uri(messages, lite.START_SECONDS, "a second Milvus Lite")
            return self._lite

    def secured(self) -> Secured:
        """A server that checks logins.

        Raises:
            CannotRun: the package `milvus` is not installed, or the server did not start.
        """
        with self._lock:
            if self._secured is None:
                if not standalone.is_installed():
                    raise CannotRun(standalone.MISSING)
                messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
                server = standalone.start(messages.put)
                self._stack.callback(server.stop)
                uri = _uri(messages, standalone.START_SECONDS, "Milvus standalone")
                self._secured = Secured(uri, standalone.USER, standalone.PASSWORD)
            return self._secured

    def hanging(self) -> Hanging:
        """A server of one's own that accepts connections and never answers."""
        server = Hanging()
        self._stack.callback(server.close)
        return server

    def second_login(self, stage: Stage) -> tuple[str, str]:
        """A user and a password that differ from the lab's.

        Raises:
            CannotRun: the lab's server may check logins, and a second one is not known.
        """
        server = stage.snapshot.target[0].server
        if not server.startswith("Milvus Lite"):
            raise CannotRun(
                f"a second login is needed, which {server} may check: play it on Milvus Lite"
            )
        return "somebody", "secret"

    def stop(self) -> None:
        """Stop all servers."""
        self._stack.close()


def _uri(messages: queue.SimpleQueue[Message | None], seconds: float, name: str) -> str:
    while True:
        try:
            message = messages.get(timeout=seconds)
        except queue.Empty:
            raise CannotRun(f"{name} did not start in time") from None
        if message is None or "failure" in message:
            raise CannotRun(f"{name} did not start: {(message or {}).get('failure', 'it ended')}")
        if "uri" in message:
            return str(message["uri"])
