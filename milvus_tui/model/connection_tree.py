"""The tree of the connections panel: socket → connection → alias, and what has no connection.

Attempts to connect that run, or that failed, stand above it.

The tree consists of headings. Clients and their threads fill the blocks below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model.row_blocks import Block
from milvus_tui.model.row_ids import (
    ALIAS,
    ATTEMPT,
    CLIENT,
    CONNECTION,
    NO_CONNECTION,
    NO_SOCKET,
    SOCKET,
    WORKER,
    Row,
    RowId,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from milvus_tui import wire
    from milvus_tui.model.filters import Filter
    from milvus_tui.model.index import Index


def headings_above(index: Index, row: RowId) -> Iterator[RowId]:
    """The headings above a row, innermost first, also those without a line of their own."""
    rows, (kind, key) = index.snapshot, row
    if kind == WORKER and key in rows.workers:
        kind, key = CLIENT, rows.workers[key].client
    if kind == CLIENT and key in rows.clients:
        kind, key = ALIAS, rows.clients[key].alias
        yield kind, key
    if kind == ALIAS and key in rows.aliases:
        connection = connection_of(index, rows.aliases[key])
        if connection is None:
            yield NO_CONNECTION
            return
        kind, key = CONNECTION, connection
        yield kind, key
    if kind == CONNECTION and key in rows.connections:
        socket = known_socket(index, key)
        yield NO_SOCKET if socket is None else (SOCKET, socket)


def aliases_below(index: Index, heading: RowId) -> list[int]:
    """The aliases below a heading."""
    kind, key = heading
    if kind == ALIAS:
        return [key]
    if kind == CONNECTION:
        return index.aliases.get(key, [])
    aliases = index.snapshot.aliases
    return [alias for alias in aliases if heading in headings_above(index, (ALIAS, alias))]


def connection_of(index: Index, alias: wire.Alias) -> int | None:
    """The connection above an alias; None also before the connection's row arrives."""
    return alias.connection if alias.connection in index.snapshot.connections else None


def known_socket(index: Index, connection: int) -> int | None:
    """The socket above a connection; None also before the socket's row arrives."""
    socket = index.snapshot.connections[connection].socket
    return socket if socket in index.snapshot.sockets else None


@dataclass(frozen=True, slots=True)
class Tree:
    """Builds the blocks of the tree."""

    index: Index
    matches: Filter | None
    """The filter, None for all rows."""
    folded: AbstractSet[RowId]
    """Headings that hide the rows below them."""
    compact: bool
    """Whether to leave out the heading of an only socket with an only connection, and the heading
    `no connection` over an only alias."""

    def blocks(self) -> list[Block]:
        """All blocks, top to bottom."""
        by_socket = self._connections_by_socket()
        only = self.compact and len(by_socket) == 1
        blocks = self._attempt_blocks()
        for socket in sorted(by_socket, key=lambda key: (key is None, key or 0)):
            connections = by_socket[socket]
            if only and len(connections) == 1:
                blocks += self._connection_blocks(connections[0], (), [])
            else:
                blocks += self._socket_blocks(socket, connections)
        return blocks + self._no_connection_blocks()

    def _attempt_blocks(self) -> list[Block]:
        """The attempts to connect that run, or that failed, one line each."""
        if self.matches is not None:
            return []  # a filter is about clients
        rows = [Row((ATTEMPT, key)) for key in self.index.snapshot.attempts]
        return [Block(None, [row], ()) for row in rows]

    def _connections_by_socket(self) -> dict[int | None, list[int]]:
        """The connections to show, by known socket."""
        found: dict[int | None, list[int]] = {}
        for key in sorted(self.index.snapshot.connections):
            if self.matches is None or self.matches.shows_connection(key):
                found.setdefault(known_socket(self.index, key), []).append(key)
        return found

    def _socket_blocks(self, socket: int | None, connections: list[int]) -> list[Block]:
        title = self._heading(NO_SOCKET if socket is None else (SOCKET, socket), ())
        if title.folded:
            return [Block(None, [title], ())]
        blocks: list[Block] = []
        for place, key in enumerate(connections):
            guides, headings = (place < len(connections) - 1,), [] if place else [title]
            blocks += self._connection_blocks(key, guides, headings)
        return blocks

    def _connection_blocks(
        self, key: int, guides: tuple[bool, ...], headings: list[Row]
    ) -> list[Block]:
        """A connection's heading, and a block for each alias that resolves to the connection.

        An only alias shares the connection's line; several aliases have lines of their own.
        """
        own = self._heading((CONNECTION, key), guides)
        headings = [*headings, own]
        if own.folded:
            return [Block(None, headings, guides)]
        held = self.index.aliases.get(key, [])
        aliases = [alias for alias in held if self._shows(alias)]
        if len(held) <= 1:
            return [Block(aliases[0] if aliases else None, headings, guides)]
        blocks = []
        for place, alias in enumerate(aliases):
            blocks.append(self._alias_block(alias, headings, (*guides, place < len(aliases) - 1)))
            headings = []
        return blocks or [Block(None, headings, guides)]

    def _no_connection_blocks(self) -> list[Block]:
        """Aliases without a connection that clients or the registry still hold."""
        aliases = self.index.snapshot.aliases
        keys = [
            key
            for key in sorted(aliases)
            if self._has_no_connection(aliases[key]) and self._shows(key)
        ]
        if self.compact and len(keys) == 1:
            return [self._alias_block(keys[0], [], ())]
        title = self._heading(NO_CONNECTION, ())
        if keys and title.folded:
            return [Block(None, [title], ())]
        return [
            self._alias_block(key, [] if place else [title], (place < len(keys) - 1,))
            for place, key in enumerate(keys)
        ]

    def _alias_block(self, alias: int, headings: list[Row], guides: tuple[bool, ...]) -> Block:
        """The block of an alias that has a line of its own."""
        own = self._heading((ALIAS, alias), guides)
        return Block(None if own.folded else alias, [*headings, own], guides)

    def _heading(self, row: RowId, guides: tuple[bool, ...]) -> Row:
        return Row(row, guides, row in self.folded)

    def _shows(self, alias: int) -> bool:
        return self.matches is None or self.matches.shows(alias)

    def _has_no_connection(self, alias: wire.Alias) -> bool:
        held = alias.id in self.index.members or alias.registered
        return held and connection_of(self.index, alias) is None
