"""The relations between the rows of a snapshot, updated from one snapshot to the next.

With 10,000 clients, a change of one client must not cost a walk over all of them. So an index
holds a sorted list of clients for each alias, and an update visits only the rows that changed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeVar

from milvus_tui.model.changes import Changes, changes
from milvus_tui.model.snapshot import EMPTY, Snapshot
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milvus_tui import wire

Kind = tuple[str, bool]
"""Database, and whether close() was called: clients of one alias with the same kind have the same
state."""

FEW = 32
"""The most changes for which a sorted list is patched; with more, it is sorted again."""


def patch(members: list[int], added: Iterable[int], removed: set[int]) -> list[int]:
    """A sorted list with some ids added and some removed; up to `FEW` it changes in place."""
    added = list(added)
    if len(added) + len(removed) > FEW:
        return sorted((set(members) - removed) | set(added))
    for key in removed:
        place = bisect_left(members, key)
        if place < len(members) and members[place] == key:
            del members[place]
    for key in added:
        insort(members, key)
    return members


Key = TypeVar("Key")


def count(tally: Counter[Key], key: Key, by: int) -> None:
    """Count up or down, and delete a count of zero."""
    tally[key] += by
    if not tally[key]:
        del tally[key]


class Index:
    """A snapshot and the relations in it. All lists are sorted by id."""

    def __init__(self, snapshot: Snapshot = EMPTY) -> None:
        self.snapshot = EMPTY
        self.members: dict[int, list[int]] = {}
        """Clients by alias; aliases without clients have no item."""
        self.tallies: defaultdict[int, Counter[Kind]] = defaultdict(Counter)
        """How many clients of each kind an alias has."""
        self.creating_threads: defaultdict[int, Counter[str]] = defaultdict(Counter)
        """How many clients of an alias each thread created."""
        self.worker_counts: Counter[int] = Counter()
        """How many workers call with the clients of an alias."""
        self._client_ranges: dict[int, client_names.Ranges] = {}
        self.workers: dict[int, tuple[int, ...]] = {}
        """Workers by client; clients without workers have no item."""
        self.aliases: dict[int, list[int]] = {}
        """Aliases by connection."""
        self.verdicts: dict[tuple[int, str], wire.Verdict] = {}
        """Verdicts by connection and database."""
        self.update(snapshot)

    def update(self, snapshot: Snapshot) -> Changes:
        """Replace the snapshot by a later one.

        Returns:
            The differences between the two.
        """
        old, self.snapshot = self.snapshot, snapshot
        found = changes(old, snapshot)
        if found.clients:
            self._update_clients(old, snapshot, found)
        if found.workers:
            self._update_workers(old, snapshot, found)
        if found.workers or found.regrouped:
            self._count_workers()
        if found.aliases:
            self._update_aliases(old, snapshot, found)
        if found.verdicts:
            self.verdicts = {(v.connection, v.database): v for v in snapshot.verdicts.values()}
        if found.connections:
            found.rearranged |= bool(found.connections.gone) or any(
                key not in old.connections
                or old.connections[key].socket != snapshot.connections[key].socket
                for key in found.connections.changed
            )
        if found.attempts:
            found.rearranged |= bool(found.attempts.gone) or any(
                key not in old.attempts for key in found.attempts.changed
            )
        if found.sockets:
            found.rearranged |= bool(found.sockets.gone) or any(
                key not in old.sockets for key in found.sockets.changed
            )
        return found

    def client_ranges(self, alias: int) -> client_names.Ranges:
        """The clients of an alias as ranges of ids; computed once after each change."""
        if alias not in self._client_ranges:
            self._client_ranges[alias] = client_names.ranges(self.members.get(alias, ()))
        return self._client_ranges[alias]

    def threads(self, aliases: Iterable[int]) -> int:
        """How many threads use these aliases: threads that created their clients, and workers."""
        keys = list(aliases)
        workers = sum(self.worker_counts[key] for key in keys)
        if len(keys) == 1:
            return workers + len(self.creating_threads.get(keys[0], ()))
        return workers + len(set().union(*(self.creating_threads.get(key, ()) for key in keys)))

    def clients_with_workers(self) -> dict[int, list[int]]:
        """Clients that have workers, by alias; costs one step for each of them."""
        found: dict[int, list[int]] = {}
        clients = self.snapshot.clients
        for key in sorted(self.workers):
            if key in clients:
                found.setdefault(clients[key].alias, []).append(key)
        return found

    def alias_of(self, client: wire.Client) -> wire.Alias | None:
        """The alias that a client resolves through, None before the alias's row arrives."""
        return self.snapshot.aliases.get(client.alias)

    def connection_of(self, client: wire.Client) -> wire.Connection | None:
        """The connection that a client resolves to now."""
        alias = self.alias_of(client)
        if alias is None or alias.connection is None:
            return None
        return self.snapshot.connections.get(alias.connection)

    def _update_clients(self, old: Snapshot, new: Snapshot, found: Changes) -> None:
        added: defaultdict[int, list[int]] = defaultdict(list)
        removed: defaultdict[int, set[int]] = defaultdict(set)
        for key in found.clients.gone:
            row = old.clients[key]
            removed[row.alias].add(key)
            self._tally(row, -1)
        for key in found.clients.changed:
            before, after = old.clients.get(key), new.clients[key]
            if before is not None:
                self._tally(before, -1)
            self._tally(after, 1)
            if before is None or before.alias != after.alias:
                added[after.alias].append(key)
                if before is not None:
                    removed[before.alias].add(key)
        for alias in added.keys() | removed.keys():
            self._regroup(alias, added[alias], removed[alias], found)

    def _regroup(self, alias: int, added: list[int], removed: set[int], found: Changes) -> None:
        before = self.members.get(alias, [])
        had = bool(before)
        after = patch(before, added, removed)
        self._client_ranges.pop(alias, None)
        found.regrouped.add(alias)
        found.rearranged |= had != bool(after)
        if after:
            self.members[alias] = after
        else:
            self.members.pop(alias, None)
            self.tallies.pop(alias, None)
            self.creating_threads.pop(alias, None)

    def _tally(self, client: wire.Client, by: int) -> None:
        count(self.tallies[client.alias], (client.database, client.closed is not None), by)
        count(self.creating_threads[client.alias], client.thread, by)

    def _count_workers(self) -> None:
        self.worker_counts = Counter()
        for alias, clients in self.clients_with_workers().items():
            self.worker_counts[alias] = sum(len(self.workers[key]) for key in clients)

    def _update_workers(self, old: Snapshot, new: Snapshot, found: Changes) -> None:
        affected: dict[int, tuple[list[int], set[int]]] = {}
        for key in found.workers.gone:
            affected.setdefault(old.workers[key].client, ([], set()))[1].add(key)
        for key in found.workers.changed:
            if key not in old.workers:
                affected.setdefault(new.workers[key].client, ([], set()))[0].append(key)
        for client, (added, removed) in affected.items():
            left = patch(list(self.workers.get(client, ())), added, removed)
            if left:
                self.workers[client] = tuple(left)
            else:
                self.workers.pop(client, None)
            row = new.clients.get(client)
            if row is not None:
                found.regrouped.add(row.alias)

    def _update_aliases(self, old: Snapshot, new: Snapshot, found: Changes) -> None:
        def place(row: wire.Alias | None) -> tuple[int | None, bool] | None:
            return None if row is None else (row.connection, row.registered)

        if not found.aliases.gone and all(
            place(old.aliases.get(key)) == place(new.aliases[key]) for key in found.aliases.changed
        ):
            return
        found.rearranged = True
        self.aliases = {}
        for key in sorted(new.aliases):
            connection = new.aliases[key].connection
            if connection is not None:
                self.aliases.setdefault(connection, []).append(key)
