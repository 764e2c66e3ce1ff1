"""The targets of the benchmarks: real processes with a real Milvus Lite on 127.0.0.1."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milvus_tui import wire
from milvus_tui.sessions.lab_session import LabOptions, LabSession
from tests import servers
from tests.benchmarks.terminal import python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 120.0

ATTACH = Path(__file__).with_name("attach_main.py")


class Lab:
    """A lab session and its target process."""

    def __init__(self, options: LabOptions) -> None:
        self.session = LabSession(options)
        self._change = threading.Condition()
        self.session.listen(self._changed)
        self.session.start()
        self.wait(lambda: self.session.failure or not self.session.status)
        if self.session.failure:
            raise RuntimeError(self.session.failure)

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    def wait(self, until: Callable[[], object]) -> None:
        """Wait for a condition; check it after each change."""
        with self._change:
            if not self._change.wait_for(until, SECONDS):
                raise RuntimeError("the target took too long")

    def call(self, name: str, **args: Any) -> wire.Reply:
        """Run a command of the lab."""
        reply = self.session.call(name, **args).result(SECONDS)
        if not reply.ok:
            raise RuntimeError(reply.text)
        return reply

    def spawn(self, count: int) -> list[int]:
        """Create clients that share one connection, and wait until a probe shows that they work."""
        spawned: list[int] = self.call("spawn", count=count).data["clients"]
        self.wait(lambda: spawned[-1] in self.session.snapshot.clients and self.works())
        return spawned

    def works(self) -> bool:
        """Whether an alias resolves to a connection that works."""
        snapshot = self.session.snapshot
        return any(
            alias.connection is not None
            and any(verdict.connection == alias.connection for verdict in verdicts_that_work(self))
            for alias in snapshot.aliases.values()
        )

    @property
    def socket(self) -> Path:
        """The socket of the target's agent."""
        pid = self.session.snapshot.target[0].pid
        return next(wire.runtime_dir().glob(f"{pid}-*.sock"))

    @property
    def dashboard(self) -> list[str]:
        """The command that attaches a dashboard to the target."""
        return python(str(ATTACH), str(self.socket))


def verdicts_that_work(lab: Lab) -> list[wire.Verdict]:
    """The verdicts whose last probe worked."""
    verdicts = lab.session.snapshot.verdicts.values()
    return [verdict for verdict in verdicts if verdict.state == wire.WORKS]


@contextmanager
def lab(clients: int, interval: float = 1.0) -> Iterator[Lab]:
    """A target whose clients share one connection to a running Milvus Lite."""
    with private_runtime(), servers.lite_server() as server:
        opened = Lab(LabOptions(uri=server.uri, interval=interval, timeout=10.0))
        try:
            opened.spawn(clients)
            yield opened
        finally:
            opened.session.stop()


@contextmanager
def private_runtime() -> Iterator[None]:
    """A private directory for the agents' sockets, which the dashboards inherit."""
    name = "MILVUS_TUI_RUNTIME_DIR"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory(prefix="mtb-") as folder:
        os.environ[name] = folder
        try:
            yield
        finally:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before
