"""The lab: a target that the dashboard starts, to create, copy and close clients in."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.model import snapshot as snapshots
from milvus_tui.sessions import agent_link as links
from milvus_tui.sessions import uris
from milvus_tui.sessions.child_process import ChildProcess, Message
from milvus_tui.sessions.servers import lite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from milvus_tui.model.snapshot import Snapshot

SCRIPT = Path(__file__).parent.parent / "agent" / "lab" / "lab_main.py"

START_SECONDS = 60.0
"""How long the import of pymilvus may take, in addition to the check of the server."""

STARTING = "starting the target"

EXIT_SECONDS = 10.0
"""How long to wait for the target's exit after its connection was lost: the exit says more."""


@dataclass(frozen=True)
class LabOptions:
    """The options of a lab."""

    uri: str = ""
    """The server's URI; empty for an embedded Milvus Lite."""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    timeout: float = 3.0
    """Seconds after which a probe counts as timed out."""
    interval: float = 1.0
    """Seconds between two rounds of probes."""
    tls: Mapping[str, str | bool] = field(default_factory=dict)
    """TLS options as `MilvusClient` names them."""
    data: Path | None = None
    """Where the embedded server keeps its data; None for a temporary directory."""
    python: Path = Path(sys.executable)
    """The interpreter of the target."""
    release: str = ""
    """The release of pymilvus to run the target with, instead of `python`; empty for none."""

    def settings(self, uri: str) -> Message:
        """The settings that the target gets, through a pipe: they hold secrets."""
        names = ("database", "user", "password", "token", "timeout", "interval")
        values = {name: getattr(self, name) for name in names}
        return {**values, "uri": uri, "tls": dict(self.tls), "server_label": ""}


class _Failed(Exception):
    """Why the lab cannot continue, in one line."""


class LabSession:
    """A `Session` (see `sessions.session`) that starts its target, and a server if needed.

    Every message goes through one queue to one thread. Only that thread changes the state.
    """

    def __init__(self, options: LabOptions) -> None:
        """Create a session; `start()` starts its processes."""
        self._options = options
        self._uri = options.uri
        self._status = STARTING if options.uri else "starting Milvus Lite"
        self._failure: str | None = None
        self._ready = False
        self._link: links.AgentLink | None = None
        self._target: ChildProcess | None = None
        self._lite: lite.LiteServer | None = None
        self._messages: queue.SimpleQueue[tuple[str, Message | None]] = queue.SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="lab", daemon=True)
        self._stopping = threading.Event()
        self._stop_lock = threading.Lock()

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the target."""
        return self._link.snapshot if self._link else snapshots.EMPTY

    @property
    def status(self) -> str:
        """What is in progress; empty once the target is live."""
        # The rows use another channel than `ready`, and may arrive later.
        row = self.snapshot.target.get(0)
        return "" if self._ready and row is not None and row.server else self._status

    @property
    def uri(self) -> str:
        """The server's URI, with the credentials that it holds; empty until it is known."""
        return self._uri

    @property
    def failure(self) -> str | None:
        """Why the target could not be started or was lost, in one line."""
        if self._failure is None and self._stopping.is_set() and self._link is not None:
            return self._link.failure  # callers that wait for the target have to stop waiting
        return self._failure

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback` from any thread after each change."""
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command to the target."""
        if self._link is not None:
            return self._link.call(name, **args)
        refused: Future[wire.Reply] = Future()
        reason = self._failure or "the target is still starting"
        refused.set_result(wire.Reply(0, ok=False, text=reason))
        return refused

    def start(self) -> None:
        """Start the processes and return at once. `status` and `failure` say how the start goes."""
        try:
            # The server is slower, so it starts first. The target waits for its settings.
            if not self._options.uri:
                self._lite = lite.LiteServer(self._queue_from("lite"), self._options.data)
            if not self._options.release:
                self._start_target(self._options.python)
        except OSError as error:
            self._failure = f"cannot start {error.filename}: {error.strerror}"
            return
        self._thread.start()

    def stop(self) -> None:
        """End target and server, and wait until both have ended. Can be called at any time."""
        with self._stop_lock:
            self._stopping.set()
            self._messages.put(("stop", None))
            for child in (self._target, self._lite):
                if child is not None:
                    child.request_exit()  # both first: each takes a moment to exit
            if self._target is not None and not self._ready:
                self._target.kill()  # it has no client yet, and its server check may take long
            if self._thread.ident is not None:
                self._thread.join()
            if self._link is not None:
                self._link.close()
            for child in (self._target, self._lite):
                if child is not None:
                    child.stop()
            if self._target is not None:
                # A killed target leaves its socket file, and may not have reported its path.
                for path in wire.runtime_dir().glob(f"{self._target.pid}-*.sock"):
                    path.unlink(missing_ok=True)

    # --- the session's own thread -------------------------------------------------------------

    def _queue_from(self, source: str) -> Callable[[Message | None], None]:
        return lambda message: self._messages.put((source, message))

    def _start_target(self, python: Path) -> None:
        self._target = ChildProcess([python, SCRIPT], self._queue_from("target"))
        if self._options.uri:
            self._target.send(self._options.settings(self._uri))

    def _start_release(self) -> None:
        """Start the target with another release of pymilvus; install that release if needed."""
        from milvus_tui.sessions.releases import release_environments

        before = self._status
        try:
            python = release_environments.python_for(
                self._options.release, self._set_status, self._stopping
            )
            self._start_target(python)
        except release_environments.InstallationStopped:
            return
        except release_environments.ReleaseError as error:
            raise _Failed(str(error)) from error
        except OSError as error:
            raise _Failed(f"cannot start {error.filename}: {error.strerror}") from error
        self._set_status(before)

    def _run(self) -> None:
        try:
            if self._target is None:
                self._start_release()
            self._handle_messages()
        except _Failed as failed:
            if not self._stopping.is_set():
                self._failure = str(failed)
                self._changed()

    def _handle_messages(self) -> None:
        handlers = {"lite": self._on_lite, "target": self._on_target, "link": self._on_link}
        deadline = time.monotonic() + lite.START_SECONDS
        if self._options.uri:
            deadline = self._target_deadline()
        while not self._stopping.is_set():
            left = None if self._ready else max(0.0, deadline - time.monotonic())
            try:
                source, message = self._messages.get(timeout=left)
            except queue.Empty:
                raise _Failed(f"{self._status} took too long") from None
            if source == "stop":
                return
            handlers[source](message)
            if source == "lite" and message and "uri" in message:
                deadline = self._target_deadline()

    def _target_deadline(self) -> float:
        return time.monotonic() + START_SECONDS + 2 * self._options.timeout

    def _on_lite(self, message: Message | None) -> None:
        assert self._target is not None
        assert self._lite is not None
        if message is None:
            if not self._uri:
                raise _Failed(f"Milvus Lite ended while starting ({self._lite.describe_exit()})")
        elif "failure" in message:
            raise _Failed(str(message["failure"]))
        elif "uri" in message:
            self._uri = str(message["uri"])
            self._set_status(STARTING)
            self._target.send(self._options.settings(self._uri))

    def _on_target(self, message: Message | None) -> None:
        assert self._target is not None
        if message is None:
            name = f"the target (process {self._target.pid})"
            when = "ended" if self._ready else "ended while starting"
            raise _Failed(f"{name} {when}: {self._target.describe_exit()}")
        if "failure" in message:
            raise _Failed(str(message["failure"]))
        if "socket" in message:
            self._set_status(f"connecting to {uris.masked(self._uri)}")
            try:
                self._link = links.connect(Path(str(message["socket"])), self._on_link_changed)
            except links.LinkError as error:
                raise _Failed(str(error)) from error
            self._on_link_changed()  # the link's thread may have called it before `_link` was set
        elif "ready" in message:
            self._ready = True
            self._changed()

    def _on_link_changed(self) -> None:
        """Called by the link's thread: new rows arrived, or the link was lost."""
        if self._link is not None and self._link.failure:
            self._messages.put(("link", None))
        self._changed()

    def _on_link(self, _: Message | None) -> None:
        assert self._link is not None
        # If the target has ended, its exit code says more than a closed socket.
        end = time.monotonic() + EXIT_SECONDS
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                source, message = self._messages.get(timeout=left)
                if source == "stop":
                    return
                if source == "target":
                    self._on_target(message)
        raise _Failed(self._link.failure or links.CONNECTION_LOST)

    def _set_status(self, status: str) -> None:
        self._status = status
        self._changed()

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            # One listener may fail, as its window closes; the others still have to be called.
            with contextlib.suppress(Exception):
                listener()
