"""All detectors, and which of them is called for what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Optional, Tuple

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.detector_base import Detector, Sources
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.findings.unused_aliases import UnusedAliases
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_tally import CallTally
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.event_loops import EventLoops
from milvus_tui.agent.state.site_store import SiteStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Connection, Kind
from milvus_tui.wire.finding_kinds import KINDS, module_name

if TYPE_CHECKING:
    from milvus_tui.agent.findings.accumulating_connections import AccumulatingConnectionsDetector
    from milvus_tui.agent.findings.alias_not_connected import AliasNotConnectedDetector
    from milvus_tui.agent.findings.blocked_event_loop import BlockedEventLoopDetector
    from milvus_tui.agent.findings.calls_elsewhere import CallsElsewhereDetector
    from milvus_tui.agent.findings.collateral_close import CollateralCloseDetector
    from milvus_tui.agent.findings.failed_connection import FailedConnectionDetector
    from milvus_tui.agent.findings.hanging_connection import HangingConnectionDetector
    from milvus_tui.agent.findings.moved_to_another_database import MovedToAnotherDatabaseDetector
    from milvus_tui.agent.findings.outage import OutageDetector
    from milvus_tui.agent.findings.replaced_alias import ReplacedAliasDetector
    from milvus_tui.agent.findings.short_lived_connections import ShortLivedConnectionsDetector
    from milvus_tui.agent.findings.unclosed_client import UnclosedClientDetector
    from milvus_tui.agent.findings.used_after_fork import UsedAfterForkDetector

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
        found: Dict[str, Any] = {kind: _detector(kind)(sources) for kind in KINDS}
        self.alias_not_connected: "AliasNotConnectedDetector" = found[Kind.ALIAS_NOT_CONNECTED]
        self.collateral_close: "CollateralCloseDetector" = found[Kind.COLLATERAL_CLOSE]
        self.calls_elsewhere: "CallsElsewhereDetector" = found[Kind.CALLS_ELSEWHERE]
        self.outage: "OutageDetector" = found[Kind.OUTAGE]
        self.blocked: "BlockedEventLoopDetector" = found[Kind.BLOCKED_EVENT_LOOP]
        self.moved: "MovedToAnotherDatabaseDetector" = found[Kind.MOVED_TO_ANOTHER_DATABASE]
        self.short_lived: "ShortLivedConnectionsDetector" = found[Kind.SHORT_LIVED_CONNECTIONS]
        self.accumulating: "AccumulatingConnectionsDetector" = found[Kind.ACCUMULATING_CONNECTIONS]
        self.replaced_alias: "ReplacedAliasDetector" = found[Kind.REPLACED_ALIAS]
        self.used_after_fork: "UsedAfterForkDetector" = found[Kind.USED_AFTER_FORK]
        self.failed_connection: "FailedConnectionDetector" = found[Kind.FAILED_CONNECTION]
        self.unclosed_client: "UnclosedClientDetector" = found[Kind.UNCLOSED_CLIENT]
        self.hanging_connection: "HangingConnectionDetector" = found[Kind.HANGING_CONNECTION]
        unused = UnusedAliases(sources, found[Kind.LEAKED_ALIAS], found[Kind.IDLE_CONNECTION])
        self._all: Tuple[Detector, ...] = (unused, *found.values())
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
        self._calls_read = self._overridden("calls_read")
        self._all_calls_read = self._overridden("all_calls_read")
        self._at_exit = self._overridden("at_exit")

    def _overridden(self, name: str) -> Methods:
        """A method of all detectors that override it."""
        default = getattr(Detector, name)
        return tuple(
            getattr(each, name) for each in self._all if getattr(type(each), name) is not default
        )

    def created(self, record: ClientRecord, at: float) -> None:
        """A client was created, and resolved to its alias."""
        self._sites.count(record.row.place, created=1, created_async=int(record.row.is_async))
        _call(self._created, record, at)

    def connected(self, place: int, targets: Tuple[str, ...], by: str, at: float) -> None:
        """An attempt to connect succeeded; see `UnmetAttemptsDetector.connected()`."""
        self.failed_connection.connected(place, targets, by, at)
        self.hanging_connection.connected(place, targets, by, at)

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

    def short_lived_clients(
        self,
        origin: Tuple[int, str],
        group: Optional[AliasGroup],
        seen: notes.ShortLived,
        at_the_end: bool,
    ) -> None:
        """Clients that are not listed were created and dropped, as one before that is.

        Args:
            origin: place and site where they were created.
            group: their alias; None if it was removed since.
            seen: how many they are.
            at_the_end: whether the program's own code had nothing left to do then.
        """
        number = seen.number
        created_async = number if seen.created.is_async else 0
        self._sites.count(origin[0], created=number, created_async=created_async, dropped=number)
        if group is not None:
            self.unclosed_client.dropped(origin, group, number, seen.last.at, at_the_end)

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

    def calls_read(self, tally: CallTally, row: Optional[Connection], now: float) -> None:
        """The calls of a connection were read."""
        _call(self._calls_read, tally, row, now)

    def all_calls_read(self, now: float) -> None:
        """The calls of all connections were read."""
        _call(self._all_calls_read, now)

    def at_exit(self, now: float) -> None:
        """The program ends."""
        _call(self._at_exit, now)


def _detector(kind: str) -> Any:
    """The detector's class in the module of a kind's name: `leaked alias` is looked for by
    `LeakedAliasDetector` in `leaked_alias.py`."""
    name = module_name(kind)
    module = import_module(f"milvus_tui.agent.findings.{name}")
    return getattr(module, "".join(map(str.capitalize, name.split("_"))) + "Detector")


def _call(methods: Methods, *arguments: Any) -> None:
    for method in methods:
        method(*arguments)
