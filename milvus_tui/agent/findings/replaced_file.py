"""Replaced file: the `.db` file of an embedded Milvus Lite was removed under a client.

The server goes on with the file that it holds open: what it writes is lost when it ends. A program
that has finished may remove its file without a close(), so that alone is no finding: only a client
that is made later, a call that ends later, or a client that is kept for `LASTING` seconds.
"""

from __future__ import annotations

from typing import Iterable, Optional

from milvus_tui.agent.findings.embedded_clients import EmbeddedServerDetector, Users, last_call
from milvus_tui.agent.hooks.call_tally import CallTally
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.agent.state.embedded_servers import LOST, RUNNING
from milvus_tui.wire import Connection, EmbeddedServer, Kind

LASTING = 5.0
"""Seconds for which a client may stay open on a file that was removed."""

CLOCKS_APART = 0.02
"""Seconds by which the times of a file system lag behind those of a program."""

OPENED, USED, LEFT = "opened", "used", "left"
"""The details of a finding, worst first."""


class ReplacedFileDetector(EmbeddedServerDetector):
    """Reports an embedded server whose file is not at its path, until nothing is open to it."""

    kind = Kind.REPLACED_FILE

    def created(self, record: ClientRecord, at: float) -> None:
        """Report a client that was made after the file was removed."""
        super().created(record, at)
        server = self._server_of(record)
        if server is not None and record.opened_lost_file:
            self._report(server, self._users_of(record), OPENED, at)

    def calls_read(self, tally: CallTally, row: Optional[Connection], now: float) -> None:
        """Report a call that ended after the file was removed."""
        server = self._server_at(tally.address)
        if server is None or not _is_lost(server) or self._store.is_open(self.kind, server.id):
            return
        lost = now if server.lost_before is None else server.lost_before
        users = self._open_to(server) or self._last.get(server.id)
        if users is not None and last_call(tally) > lost + CLOCKS_APART:
            self._report(server, users, USED, lost)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """Report clients that stay open; end the findings of servers to which nothing is open."""
        for server in self._servers():
            lasting = _is_lost(server) and now - server.since >= LASTING
            if lasting and not self._store.is_open(self.kind, server.id):
                users = self._open_to(server)
                if users is not None:
                    self._report(server, users, LEFT, server.since)
        self._end_unused(now)

    def _report(self, server: EmbeddedServer, users: Users, detail: str, at: float) -> None:
        self._begin(server, users, at, _text(server, users.words, detail), detail)


def _is_lost(server: EmbeddedServer) -> bool:
    return server.state == RUNNING and server.file in LOST


def _text(server: EmbeddedServer, users: str, detail: str) -> str:
    what = {
        OPENED: f"{users} opened it afterwards",
        USED: f"{users} called it afterwards",
        LEFT: f"{users} stayed open",
    }[detail]
    return (
        f"{server.path} was {server.file}, and {what}: the embedded server (pid {server.server}, "
        f"started by pid {server.owner}) still serves the file that it opened first"
    )
