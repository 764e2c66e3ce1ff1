"""All detectors, and which of them is called for what."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Tuple

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.collateral_close import CollateralCloseDetector
from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.findings.false_separation import FalseSeparationDetector
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.findings.held_up import HeldUpDetector
from milvus_tui.agent.findings.hijacked_alias import HijackedAliasDetector
from milvus_tui.agent.findings.idle_connection import IdleConnectionDetector
from milvus_tui.agent.findings.ignored_alias import IgnoredAliasDetector
from milvus_tui.agent.findings.leaked_alias import LeakedAliasDetector
from milvus_tui.agent.findings.moved_to_another_database import MovedToAnotherDatabaseDetector
from milvus_tui.agent.findings.never_ready import NeverReadyDetector
from milvus_tui.agent.findings.plain_text_for_https import PlainTextForHttpsDetector
from milvus_tui.agent.findings.revived_client import RevivedClientDetector
from milvus_tui.agent.findings.short_lived_connections import ShortLivedConnectionsDetector
from milvus_tui.agent.findings.unchecked_password import UncheckedPasswordDetector
from milvus_tui.agent.findings.unclosed_client import UnclosedClientDetector
from milvus_tui.agent.findings.unused_aliases import UnusedAliases
from milvus_tui.agent.findings.used_after_close import UsedAfterCloseDetector
from milvus_tui.agent.findings.used_after_fork import UsedAfterForkDetector
from milvus_tui.agent.findings.wrong_event_loop import WrongEventLoopDetector
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.event_loops import EventLoops
from milvus_tui.agent.state.site_store import SiteStore
from milvus_tui.agent.state.tables import Tables

Methods = Tuple[Callable[..., None], ...]


class Detectors:
    """Calls the detectors, in the agent's own thread.

    Args:
        tables: where rows go.
        clients: clients and aliases.
        sites: places in the code.
        loops: event loops.
    """

    def __init__(
        self, tables: Tables, clients: Clients, sites: SiteStore, loops: EventLoops
    ) -> None:
        self._sites, self._tables, self._clients = sites, tables, clients
        sources = Sources(FindingStore(tables), clients, tables, sites, loops)
        self.collateral_close = CollateralCloseDetector(sources)
        self.moved_to_another_database = MovedToAnotherDatabaseDetector(sources)
        self.short_lived_connections = ShortLivedConnectionsDetector(sources)
        self._all: Tuple[Detector, ...] = (
            self.collateral_close,
            self.moved_to_another_database,
            UnusedAliases(sources, LeakedAliasDetector(sources), IdleConnectionDetector(sources)),
            UnclosedClientDetector(sources),
            HijackedAliasDetector(sources),
            UncheckedPasswordDetector(sources),
            PlainTextForHttpsDetector(sources),
            IgnoredAliasDetector(sources),
            UsedAfterCloseDetector(sources),
            RevivedClientDetector(sources),
            UsedAfterForkDetector(sources),
            WrongEventLoopDetector(sources),
            self.short_lived_connections,
            NeverReadyDetector(sources),
            FalseSeparationDetector(sources),
            HeldUpDetector(sources),
        )
        self._created = self._overridden("created")
        self._bound = self._overridden("bound")
        self._changed = self._overridden("changed")
        self._closed = self._overridden("closed")
        self._collected = self._overridden("collected")
        self._used = self._overridden("used")
        self._scan = self._overridden("scan")
        self._after_scan = self._overridden("after_scan")
        self._connection_read = self._overridden("connection_read")
        self._channels_read = self._overridden("channels_read")
        self._at_exit = self._overridden("at_exit")

    def _overridden(self, name: str) -> Methods:
        """A method of all detectors that override it."""
        default = getattr(Detector, name)
        return tuple(
            getattr(each, name) for each in self._all if getattr(type(each), name) is not default
        )

    def created(self, record: ClientRecord, at: float) -> None:
        """A client was created, and resolved to its alias."""
        self._sites.count(record.row.place, created=1)
        _call(self._created, record, at)

    def bound(self, record: ClientRecord) -> None:
        """An async client was bound to its event loop after its constructor returned."""
        _call(self._bound, record)

    def changed(self, record: ClientRecord, at: float) -> None:
        """`differs` of a client's row has changed."""
        _call(self._changed, record, at)

    def closed(
        self, record: ClientRecord, group: AliasGroup, again: bool, at: float, by: str
    ) -> None:
        """close() was called on a client.

        Args:
            record: the client.
            group: the alias that the client had before the close().
            again: whether the client was closed already.
            at: when.
            by: the client and the place, as text.
        """
        if not again:
            self._sites.count(record.row.place, closed=1)
        _call(self._closed, record, group, at, by)

    def collected(self, record: ClientRecord, at: float) -> None:
        """The garbage collector took a client."""
        if record.row.closed is None:
            self._sites.count(record.row.place, dropped=1)
        _call(self._collected, record, at)

    def used(self, record: ClientRecord, seen: notes.Used) -> None:
        """A client was used after close(), after a fork or in another event loop."""
        _call(self._used, record, seen)

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """The agent has resolved all aliases again.

        Args:
            now: seconds since the epoch.
            calls: hooked calls that have not returned yet.
        """
        _call(self._scan, now, calls)

    def after_scan(self, now: float) -> None:
        """All notes that were in the inbox at the last `scan()` were handled."""
        _call(self._after_scan, now)

    def channels_read(self, now: float) -> None:
        """All channels were read. One pass over the aliases serves all detectors."""
        for group in self._clients.groups():
            row = self._tables.get("connections", group.connection) if group.connection else None
            if row is not None and group.registered and group.members:
                _call(self._connection_read, group, row, now)
        _call(self._channels_read, now)

    def at_exit(self, now: float) -> None:
        """The program ends."""
        _call(self._at_exit, now)


def _call(methods: Methods, *arguments: Any) -> None:
    for method in methods:
        method(*arguments)
