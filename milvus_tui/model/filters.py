"""The filter: which clients and headings a typed text leaves on the screen."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from milvus_tui.model import states, text

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.changes import Changes
    from milvus_tui.model.index import Index


class Filter:
    """The rows in which a text occurs, letter by letter; upper and lower case are one.

    Follows the index: only clients that changed, and clients of an alias whose state changed,
    are looked at again.
    """

    def __init__(self, index: Index, needle: str) -> None:
        self.index = index
        self.needle = needle.strip().casefold()
        self.members: dict[int, list[int]] = {}
        """Clients that match, by alias, ascending."""
        self._words = self._all_words()
        for alias in index.members:
            self._sift(alias)

    def move(self, found: Changes) -> set[int]:
        """Follow the index; says for which aliases other clients match than before."""
        words, before = self._all_words(), self._words
        self._words = words
        whole = {key for key in words.keys() | before.keys() if words.get(key) != before.get(key)}
        whole |= found.shape
        for alias in whole:
            self._sift(alias)
        changed = whole | {key for key in self._checked(found) if key not in whole}
        return changed if whole or changed else set()

    def shows(self, alias: int) -> bool:
        """Whether an alias's heading is shown: it matches itself, or one of its clients does."""
        row = self.index.snapshot.aliases.get(alias)
        return alias in self.members or (row is not None and self._in(self._alias_text(row)))

    def shows_connection(self, connection: int) -> bool:
        """Whether a connection's heading is shown."""
        row = self.index.snapshot.connections[connection]
        named = f"{row.address}\n{row.login}\n{row.database}\n{row.state}"
        aliases = self.index.aliases.get(connection, [])
        return self._in(named) or any(self.shows(alias) for alias in aliases)

    def _checked(self, found: Changes) -> set[int]:
        """Aliases in which a client that changed, or whose worker did, came or went."""
        rows = self.index.snapshot
        workers = (rows.workers[key].client for key in found.workers.changed)
        hit = set()
        for key in {*found.clients.changed, *workers} & rows.clients.keys():
            alias = rows.clients[key].alias
            members = self.members.get(alias, [])
            place = bisect_left(members, key)
            shown = place < len(members) and members[place] == key
            if shown == self._in(self._client_text(rows.clients[key])):
                continue
            hit.add(alias)
            if shown:
                del members[place]
            else:
                insort(members, key)
            self._keep(alias, members)
        return hit

    def _sift(self, alias: int) -> None:
        clients = self.index.snapshot.clients
        members = self.index.members.get(alias, [])
        self._keep(alias, [key for key in members if self._in(self._client_text(clients[key]))])

    def _keep(self, alias: int, members: list[int]) -> None:
        if members:
            self.members[alias] = members
        else:
            self.members.pop(alias, None)

    def _in(self, haystack: str) -> bool:
        return self.needle in haystack.casefold()

    def _client_text(self, row: wire.Client) -> str:
        index = self.index
        state = states.client_state(index, row)
        alias = index.alias_of(row)
        threads = (index.snapshot.workers[key].thread for key in index.workers.get(row.id, ()))
        return "\n".join(
            (
                text.client_name(row.id),
                state.word,
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
        """What the program's own calls tell of an alias's connection, where nobody probes."""
        connection = self.index.snapshot.connections.get(row.connection or 0)
        if connection is None or states.probed(self.index):
            return ""
        return states.own_word(connection)

    def _all_words(self) -> dict[int, tuple[object, ...]]:
        """What an alias's clients inherit from it; different words mean a look at all of them."""
        verdicts: dict[int, list[tuple[str, str, str, str]]] = {}
        for row in self.index.verdicts.values():
            said = (row.database, row.state, row.error_class, row.error)
            verdicts.setdefault(row.connection, []).append(said)
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
