"""Scans clients and pymilvus's registry at an interval, for changes that no hook saw."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, Optional

from milvus_tui.agent import clocks
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import Resolution
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.agent.state.alias_store import UNKNOWN_CAUSE, AliasStore, ChangeCause
from milvus_tui.agent.state.connection_store import UNKNOWN_OPENER, ConnectionStore
from milvus_tui.agent.state.event_loops import EventLoops

AUDITED_PER_SCAN = 32
"""Clients that each scan resolves one by one, in turn, whatever the number of clients."""

DEFERRED_SECONDS = 5.0
"""How long a change waits for the note of a call that may have caused the change."""

UpdateClient = Callable[[ClientRecord, Resolution, float, ChangeCause], None]
"""Called with a client that resolves differently now, its resolution, the time and the cause."""


class Scanner:
    """Resolves every alias at an interval. Used by the agent's own thread only.

    Args:
        registry: the adapter for this pymilvus.
        aliases: the alias groups to update.
        connections: the connections, of which the scan removes the unused ones.
        loops: the event loops, whose states the scan updates.
        records: the live clients by id; the client store fills the dict.
        update_client: called for a client that resolves differently than its group.
    """

    def __init__(
        self,
        registry: Registry,
        aliases: AliasStore,
        connections: ConnectionStore,
        loops: EventLoops,
        records: Dict[int, ClientRecord],
        update_client: UpdateClient,
    ) -> None:
        self._registry = registry
        self._aliases = aliases
        self._connections = connections
        self._loops = loops
        self._records = records
        self._update_client = update_client
        self._audit: Iterator[int] = iter(())
        self.has_pending_calls: Callable[[], bool] = lambda: False
        """Whether a hooked call may be changing the registry right now."""

    def scan(self, has_pending_calls: Callable[[], bool]) -> None:
        """Resolve every alias anew, read the registry, and audit some clients.

        Args:
            has_pending_calls: whether a hooked call may be changing the registry right now. A
                change then waits for that call's note, which knows the cause, for
                `DEFERRED_SECONDS` at most.
        """
        now = clocks.wall()
        self.has_pending_calls = has_pending_calls
        self._connections.opener, self._connections.opening = UNKNOWN_OPENER, None
        entries = {entry.key: entry for entry in self._registry.entries()}
        for key, entry in entries.items():
            group = self._aliases.find(key)
            if group is None or not group.members:
                found = self._registry.resolve_entry(entry)
                self._aliases.update(self._aliases.group_of(found, now), found, now, UNKNOWN_CAUSE)
            del entry
        for group in self._aliases.all():
            self._update_group(group, group.key in entries, now)
        entries.clear()
        self._audit_some(now)
        self._loops.update_states(now)
        self._connections.keep_only({group.connection for group in self._aliases.all()})

    def resolve_group(
        self, group: AliasGroup, at: float, cause: ChangeCause, *, report: bool = True
    ) -> None:
        """Resolve the oldest client of a group, and update the group by the resolution."""
        client = self._alive(group.oldest_client())
        if client is None:
            return
        resolution = self._registry.resolve(client)
        same_key: bool = resolution.key == group.key
        if same_key and (cause.text or not self._should_defer(group, resolution)):
            self._aliases.update(group, resolution, at, cause, report=report)

    def _update_group(self, group: AliasGroup, registered: bool, now: float) -> None:
        # A pending call may have removed the entry; its note then tells the cause.
        if registered != group.registered and (registered or not self._awaits_note(group)):
            group.registered = registered
            self._aliases.write(group)
        if group.members:
            self.resolve_group(group, now, UNKNOWN_CAUSE)
        elif registered:
            group.deferred_since = None
        elif not self._awaits_note(group):
            self._aliases.remove(group)

    def _should_defer(self, group: AliasGroup, resolution: Resolution) -> bool:
        """Whether a change without a known cause should wait for a hook's note.

        Checked after resolving: a call that caused the change began before the resolution.
        """
        if self._aliases.matches(group, resolution):
            group.deferred_since = None
            return False
        return self._awaits_note(group)

    def _awaits_note(self, group: AliasGroup) -> bool:
        now = clocks.monotonic()
        if group.deferred_since is None:
            group.deferred_since = now
        return now - group.deferred_since < DEFERRED_SECONDS and self.has_pending_calls()

    def _audit_some(self, now: float) -> None:
        """Resolve the next few clients in turn: their group's oldest client may differ."""
        for _ in range(AUDITED_PER_SCAN):
            client = next(self._audit, None)
            if client is None:
                self._audit = iter(tuple(self._records))
                return
            record = self._records.get(client)
            alive = self._alive(client)
            if record is None or alive is None:
                continue
            resolution = self._registry.resolve(alive)
            database = resolution.database or record.database
            changed = resolution.key != record.group.key or database != record.database
            # While a call is pending, its own note updates the client.
            if changed and not self.has_pending_calls():
                self._update_client(record, resolution, now, UNKNOWN_CAUSE)

    def _alive(self, client: Optional[int]) -> Optional[Any]:
        record = self._records.get(client) if client is not None else None
        return record.ref() if record is not None else None
