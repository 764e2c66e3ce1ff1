"""Embedded server gone: the process of an embedded Milvus Lite ended under a client."""

from __future__ import annotations

from typing import Iterable, Optional

from milvus_tui.agent.findings.detector_base import EXIT_GRACE
from milvus_tui.agent.findings.embedded_clients import EmbeddedServerDetector, Users
from milvus_tui.agent.hooks.call_tally import CallTally
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.embedded_servers import ENDED, RELEASED, RUNNING
from milvus_tui.wire import Connection, EmbeddedServer, FailureKind, Kind

TO_THE_GROUP = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end a program and its embedded server together, as Ctrl+C does."""


class EmbeddedServerGoneDetector(EmbeddedServerDetector):
    """Reports an embedded server that ended, until nothing is open to it."""

    kind = Kind.EMBEDDED_SERVER_GONE

    def calls_read(self, tally: CallTally, row: Optional[Connection], now: float) -> None:
        """Report a server that ended, at the first call that no server answered."""
        last = tally.last_failure
        if tally.failing_since is None or last is None:
            return
        server = self._server_at(tally.address)
        if server is None or server.state != ENDED or server.exit.endswith(TO_THE_GROUP):
            return
        users = self._open_to(server) or self._last.get(server.id)
        if users is not None and last.failure.kind in FailureKind.NO_ANSWER:
            self._report(server, users, min(server.since, tally.failing_since))

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report a server that the program has outlived; end the findings of unused servers."""
        for server in self._servers():
            users = self._open_to(server) if server.state != RUNNING else None
            if users is not None and now - server.since >= EXIT_GRACE:
                self._report(server, users, server.since)
        self._end_unused(now)

    def _report(self, server: EmbeddedServer, users: Users, at: float) -> None:
        if not self._store.is_open(self.kind, server.id):
            self._begin(server, users, at, _text(server, users.words), server.state)


def _text(server: EmbeddedServer, users: str) -> str:
    how = "was released by the program" if server.state == RELEASED else "ended"
    exit_words = f" ({server.exit})" if server.exit else ""
    return (
        f"the embedded server of {server.path}, pid {server.server}, {how}{exit_words}, and nobody "
        f"had closed {users}"
    )
