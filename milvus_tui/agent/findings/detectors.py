"""All detectors, and which of them hears of what."""

from __future__ import annotations

from typing import Iterable

from milvus_tui.agent.findings.churn import Churn
from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.collateral_close import CollateralCloses
from milvus_tui.agent.findings.false_separation import FalseSeparations
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.findings.held_up import HeldUp
from milvus_tui.agent.findings.hijacked_alias import HijackedAliases
from milvus_tui.agent.findings.leaked_alias import LeakedAliases
from milvus_tui.agent.findings.moved_database import MovedDatabases
from milvus_tui.agent.findings.unclosed_client import UnclosedClients
from milvus_tui.agent.findings.used_after_close import UsedAfterClose
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.call_sites import CallSites
from milvus_tui.agent.hooks.method_hooks import Call
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.event_loops import EventLoops
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire.client_names import client_name


class Detectors:
    """Used by the agent's own thread.

    Args:
        tables: where rows go.
        people: clients and aliases.
        sites: places in the code.
        loops: event loops.
    """

    def __init__(
        self, tables: Tables, people: Clients, sites: CallSites, loops: EventLoops
    ) -> None:
        register = FindingStore(tables)
        self._sites = sites
        self.closes = CollateralCloses(register, people)
        self.moves = MovedDatabases(register, people)
        self.churn = Churn(register)
        self._differences = HijackedAliases(register, tables)
        self._orphans = LeakedAliases(register, people)
        self._unclosed = UnclosedClients(register, people, loops)
        self._uses = UsedAfterClose(register)
        self._wiring = FalseSeparations(register, people, tables)
        self._held = HeldUp(register, sites)

    def made(self, record: ClientRecord, at: float) -> None:
        """A client was made, and placed."""
        self._sites.count(record.row.place, created=1)
        by = f"{client_name(record.row.id)}, made by {record.row.site}"
        self._orphans.joined(record.group, at, by)
        self._unclosed.made(record)
        self._differences.found(record, at)

    def bound(self, record: ClientRecord) -> None:
        """An async client was bound to its event loop after it was made."""
        self._unclosed.made(record)

    def changed(self, record: ClientRecord, at: float) -> None:
        """In what a client's connection differs from what it asked for has changed."""
        self._differences.found(record, at)

    def closed(
        self, record: ClientRecord, group: AliasGroup, again: bool, at: float, by: str
    ) -> None:
        """close() was called on a client.

        Args:
            group: the alias that it had until then.
            again: not for the first time.
        """
        if not again:
            self._sites.count(record.row.place, closed=1)
        self._orphans.left(group, at)
        self._differences.over(record.row.id, at, by)

    def collected(self, record: ClientRecord, at: float) -> None:
        """A client is gone."""
        if record.row.closed is None:
            self._sites.count(record.row.place, dropped=1)
            self._unclosed.collected(record, at)
        self._orphans.left(record.group, at)
        self._differences.over(record.row.id, at, "it is gone")
        self._uses.over(record.row.id, at)

    def used(self, record: ClientRecord, seen: notes.Used) -> None:
        """A client was used in a way that is wrong."""
        stack = seen.caller.stack
        self._uses.used(record, seen, self._sites.text(stack), self._sites.id_of(stack))

    def scan(self, now: float, calls: Iterable[Call]) -> None:
        """What a round of looking around tells.

        Args:
            calls: hooked calls that are under way.
        """
        self.closes.scan(now)
        self.moves.scan(now)
        self._orphans.scan(now)
        self._unclosed.scan(now)
        self.churn.scan(now)
        self._held.scan(calls, now)

    def after_scan(self, now: float) -> None:
        """All that was noted before that look was dealt with."""
        self._unclosed.after_scan(now)

    def channels(self, now: float) -> None:
        """The channels were read."""
        self._wiring.scan(now)

    def at_exit(self, now: float) -> None:
        """The program ends."""
        self._unclosed.at_exit(now)
        self._orphans.at_exit(now)
