"""What all detectors have in common: what they may ask, and what they are called for."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Iterable, NamedTuple, Optional

if TYPE_CHECKING:
    from milvus_tui.agent.findings.clients import Clients
    from milvus_tui.agent.findings.finding_store import FindingStore
    from milvus_tui.agent.hooks.call_tally import CallTally
    from milvus_tui.agent.hooks.method_hooks import Call
    from milvus_tui.agent.hooks.notes import Used
    from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
    from milvus_tui.agent.state.event_loops import EventLoops
    from milvus_tui.agent.state.site_store import SiteStore
    from milvus_tui.agent.state.tables import Tables
    from milvus_tui.wire import Connection

EXIT_GRACE = 0.5
"""Seconds that the end of a program takes at most, after its own code has nothing left to do but to
return: the client that `main()` drops then ends with the process."""


class Sources(NamedTuple):
    """What a detector reads, and where it puts its findings."""

    store: "FindingStore"
    clients: "Clients"
    tables: "Tables"
    sites: "SiteStore"
    loops: "EventLoops"


class Detector:
    """Looks for one kind of finding, in the agent's own thread.

    `Detectors` calls only the methods that a subclass overrides.
    """

    def __init__(self, sources: Sources) -> None:
        self._store, self._clients, self._tables, self._sites, self._loops = sources

    def never_connected(self, group: "AliasGroup") -> bool:
        """Whether an attempt to connect failed or hangs, and a group's connection never came up.

        The finding of that attempt explains what else such a connection shows. The constructor of a
        client that is not async returns only once its connection is up.
        """
        info = group.connection_info
        if info is None or not info.is_async:
            return False
        number = group.connection
        row = self._tables.get("connections", number) if number is not None else None
        if row is None or row.ready is not None or row.succeeded:
            return False
        attempts = map(
            functools.partial(self._tables.get, "attempts"), self._tables.keys("attempts")
        )
        return any(each is not None and each.target == row.address for each in attempts)

    def created(self, record: "ClientRecord", at: float) -> None:
        """A client was created, and resolved to its alias."""

    def bound(self, record: "ClientRecord") -> None:
        """An async client was bound to its event loop after its constructor returned."""

    def changed(self, record: "ClientRecord", at: float) -> None:
        """`differs` of a client's row has changed."""

    def closed(self, record: "ClientRecord", group: "AliasGroup", at: float, by: str) -> None:
        """close() was called on a client.

        Args:
            record: the client.
            group: the alias that the client had before the close().
            at: when.
            by: the client and the place, as text.
        """

    def collected(self, record: "ClientRecord", at: float) -> None:
        """The garbage collector took a client, closed or not. Its group no longer has it."""

    def used(self, record: "ClientRecord", seen: "Used") -> None:
        """A client was used after close(), after a fork or in another event loop."""

    def scan(self, now: float, calls: "Iterable[Call]") -> None:
        """The agent has resolved all aliases again, as it does at each tick.

        Args:
            now: seconds since the epoch.
            calls: hooked calls that have not returned yet.
        """

    def after_scan(self, now: float) -> None:
        """All notes that were in the inbox at the last `scan()` were handled."""

    def connection_read(self, group: "AliasGroup", row: "Connection", now: float) -> None:
        """The channel of a registered alias that has clients was read."""

    def channels_read(self, now: float) -> None:
        """All channels were read."""

    def calls_read(self, tally: "CallTally", row: "Optional[Connection]", now: float) -> None:
        """The calls of a connection were read; its row is None if no alias resolves to it."""

    def all_calls_read(self, now: float) -> None:
        """The calls of all connections were read, as at each tick."""

    def at_exit(self, now: float) -> None:
        """The program ends."""
