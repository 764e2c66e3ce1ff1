"""The filter: the clients and headings that contain a text."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from milvus_tui.model import states, text

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.changes import Changes
    from milvus_tui.model.index import Index


class Filter:
    """The rows that contain a text, in upper or lower case.

    An update checks only the clients that changed, and the clients of an alias whose state
    changed.
    """

    def __init__(self, index: Index, needle: str) -> None:
        self.index = index
        self.needle = needle.strip().casefold()
        self.members: dict[int, list[int]] = {}
        """Clients that match, by alias, ascending."""
        self._facts = self._shared_facts()
        for alias in index.members:
            self._match_members(alias)

    def update(self, found: Changes) -> set[int]:
        """Check again what the index changed.

        Returns:
            The aliases for which other clients match than before.
        """
        facts, before = self._shared_facts(), self._facts
        self._facts = facts
        whole = {key for key in facts.keys() | before.keys() if facts.get(key) != before.get(key)}
        whole |= found.regrouped
        for alias in whole:
            self._match_members(alias)
        changed = whole | {key for key in self._check_changed(found) if key not in whole}
        return changed if whole or changed else set()

    def shows(self, alias: int) -> bool:
        """Whether to show an alias's heading: the alias matches, or one of its clients does."""
        row = self.index.snapshot.aliases.get(alias)
        return alias in self.members or (row is not None and self._contains(self._alias_text(row)))

    def shows_connection(self, connection: int) -> bool:
        """Whether to show a connection's heading."""
        row = self.index.snapshot.connections[connection]
        haystack = f"{row.address}\n{row.login}\n{row.database}\n{row.state}"
        aliases = self.index.aliases.get(connection, [])
        return self._contains(haystack) or any(self.shows(alias) for alias in aliases)

    def _check_changed(self, found: Changes) -> set[int]:
        """Check the clients that changed, or whose worker changed.

        Returns:
            The aliases for which other clients match than before.
        """
        rows = self.index.snapshot
        workers = (rows.workers[key].client for key in found.workers.changed)
        hit = set()
        for key in {*found.clients.changed, *workers} & rows.clients.keys():
            alias = rows.clients[key].alias
            members = self.members.get(alias, [])
            place = bisect_left(members, key)
            shown = place < len(members) and members[place] == key
            if shown == self._contains(self._client_text(rows.clients[key])):
                continue
            hit.add(alias)
            if shown:
                del members[place]
            else:
                insort(members, key)
            self._set_members(alias, members)
        return hit

    def _match_members(self, alias: int) -> None:
        clients = self.index.snapshot.clients
        members = self.index.members.get(alias, [])
        self._set_members(
            alias, [key for key in members if self._contains(self._client_text(clients[key]))]
        )

    def _set_members(self, alias: int, members: list[int]) -> None:
        if members:
            self.members[alias] = members
        else:
            self.members.pop(alias, None)

    def _contains(self, haystack: str) -> bool:
        return self.needle in haystack.casefold()

    def _client_text(self, row: wire.Client) -> str:
        index = self.index
        state = states.client_state(index, row)
        alias = index.alias_of(row)
        threads = (index.snapshot.workers[key].thread for key in index.workers.get(row.id, ()))
        return "\n".join(
            (
                text.client_name(row.id),
                state.label,
                state.message,
                alias.text if alias else "",
                text.database_name(row.database),
                row.login,
                row.uri,
                text.thread_name(row.thread),
                row.site,
                row.class_name,
                row.task,
                *threads,
            )
        )

    def _alias_text(self, row: wire.Alias) -> str:
        leaked, idle = states.leaked(self.index, row), states.idle(self.index, row)
        return f"{row.text}\n{'leaked' if leaked else 'idle' if idle else ''}"

    def _own_word(self, row: wire.Alias) -> str:
        """The state by the program's own calls on an alias's connection, where nothing probes."""
        connection = self.index.snapshot.connections.get(row.connection or 0)
        if connection is None or states.probed(self.index):
            return ""
        return states.own_word(connection)

    def _shared_facts(self) -> dict[int, tuple[object, ...]]:
        """The facts that the clients of an alias share: if one changes, all clients are checked."""
        verdicts: dict[int, list[tuple[str, str, str, str]]] = {}
        for row in self.index.verdicts.values():
            facts = (row.database, row.state, row.error_class, row.error)
            verdicts.setdefault(row.connection, []).append(facts)
        return {
            row.id: (
                row.text,
                row.connection,
                row.error_class,
                row.error,
                row.registered,
                tuple(verdicts.get(row.connection, ())) if row.connection is not None else (),
                self._own_word(row),
            )
            for row in self.index.snapshot.aliases.values()
        }
