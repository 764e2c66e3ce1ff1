"""Which row stands where: the wiring as a tree, or the clients as a list.

Rows are not stored. A layout is a list of blocks, one for each alias: a few heading rows, then
its clients with their threads, addressed by bisecting. A change of one client among 10,000
costs a look at its block; a list of row objects would cost a walk over all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui import wire
    from milvus_tui.model.changes import Changes
    from milvus_tui.model.filters import Filter
    from milvus_tui.model.index import Index

SOCKET, CONNECTION, ALIAS, CLIENT, WORKER = "socket", "connection", "alias", "client", "worker"
SECTION = "section"
TARGET = "target"
"""Above the rows of one target, where there are several; its id is the dashboard's own."""

RowId = tuple[str, int]
"""Kind and id of a row, such as `("client", 7)`; the same as long as the thing exists."""

UNWIRED: RowId = (SECTION, 0)
"""The heading over aliases that resolve to no connection."""
NO_SOCKET: RowId = (SECTION, 1)
"""The heading over connections whose socket is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, and the tree lines before it."""

    id: RowId
    guides: tuple[bool, ...] = ()
    """For each level above, outermost first: whether more siblings follow below. The last one
    is the row's own."""


@dataclass(slots=True)
class Block:
    """Heading rows, and the clients of one alias below them."""

    alias: int | None
    heads: list[Row]
    guides: tuple[bool, ...]
    """The tree lines before its clients, without their own."""
    members: Sequence[int] = ()
    busy: Sequence[int] = ()
    """Members with workers, ascending."""
    starts: list[int] = field(default_factory=list)
    """The row of each busy member, counted from the first member's."""
    workers: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def fill(
        self, members: Sequence[int], busy: Sequence[int], workers: dict[int, tuple[int, ...]]
    ) -> None:
        """Set the clients; `workers` is the index's own mapping."""
        self.members, self.busy, self.workers = members, busy, workers
        self.starts, extra = [], 0
        for key in busy:
            self.starts.append(bisect_left(members, key) + extra)
            extra += len(workers[key])

    def __len__(self) -> int:
        extra = sum(len(self.workers[key]) for key in self.busy)
        return len(self.heads) + len(self.members) + extra

    def row(self, offset: int) -> Row:
        """The row at an offset from the block's first."""
        if offset < len(self.heads):
            return self.heads[offset]
        offset -= len(self.heads)
        place = bisect_right(self.starts, offset) - 1
        if place < 0:
            return self._client(offset)
        key, down = self.busy[place], offset - self.starts[place]
        own = self.workers[key]
        if 0 < down <= len(own):
            last = key == self.members[-1]
            return Row((WORKER, own[down - 1]), (*self.guides, not last, down < len(own)))
        skipped = self.starts[place] - bisect_left(self.members, key)
        return self._client(offset - skipped - (len(own) if down else 0))

    def _client(self, place: int) -> Row:
        more = place < len(self.members) - 1
        return Row((CLIENT, self.members[place]), (*self.guides, more))

    def offset(self, client: int) -> int | None:
        """Where a client stands, counted from the block's first row."""
        place = bisect_left(self.members, client)
        if place >= len(self.members) or self.members[place] != client:
            return None
        before = bisect_left(self.busy, client)
        extra = sum(len(self.workers[key]) for key in self.busy[:before])
        return len(self.heads) + place + extra


class Layout:
    """The rows of an index, top to bottom; `tree` or flat, all or those that match."""

    def __init__(
        self,
        index: Index,
        *,
        tree: bool = True,
        matches: Filter | None = None,
        compact: bool = False,
    ) -> None:
        self.index = index
        self.tree = tree
        self.compact = compact
        """Whether headings that say nothing of their own are left out."""
        self.matches = matches
        self.blocks: list[Block] = []
        self.starts: list[int] = []
        """The first row of each block."""
        self.height = 0
        self._places: dict[int | None, int] = {}
        self.rebuild()

    def move(self, found: Changes) -> bool:
        """Follow the index; says whether rows came, went or moved."""
        shape = found.shape
        if self.matches is not None:
            shape = shape | self.matches.move(found)
            if found.wiring or shape:
                self.rebuild()
            return bool(found.wiring or shape)
        if not self.tree:
            if shape:
                self.rebuild()
            return bool(shape)
        if found.wiring or any(key not in self._places for key in shape):
            self.rebuild()
            return True
        if shape:
            busy = self.index.with_workers()
            for key in shape:
                self._fill(self.blocks[self._places[key]], busy)
            self._measure()
        return bool(shape)

    def rebuild(self) -> None:
        """Lay everything out anew: one step for each alias, connection and socket."""
        if self.tree:
            self.blocks = tree_blocks(self.index, self.matches, compact=self.compact)
        else:
            self.blocks = [Block(None, [], ())]
        busy = self.index.with_workers()
        for block in self.blocks:
            self._fill(block, busy)
        self._places = {block.alias: place for place, block in enumerate(self.blocks)}
        self._measure()

    def row(self, number: int) -> Row | None:
        """The row at a line, None below the last one."""
        if not 0 <= number < self.height:
            return None
        place = bisect_right(self.starts, number) - 1
        return self.blocks[place].row(number - self.starts[place])

    def find(self, row: RowId) -> int | None:
        """The line at which a row stands, None if it is not shown."""
        kind, key = row
        snapshot = self.index.snapshot
        if kind == WORKER:
            worker = snapshot.workers.get(key)
            line = None if worker is None else self.find((CLIENT, worker.client))
            if worker is None or line is None:
                return None
            return line + 1 + self.index.workers[worker.client].index(key)
        if kind == CLIENT:
            client = snapshot.clients.get(key)
            place = self._places.get(client.alias if self.tree else None) if client else None
            if place is None:
                return None
            offset = self.blocks[place].offset(key)
            return None if offset is None else self.starts[place] + offset
        for place, block in enumerate(self.blocks):
            for offset, head in enumerate(block.heads):
                if head.id == row:
                    return self.starts[place] + offset
        return None

    def _fill(self, block: Block, busy: dict[int, list[int]]) -> None:
        if self.tree:
            members = [] if block.alias is None else self._members(block.alias)
            with_workers = [] if block.alias is None else busy.get(block.alias, [])
        else:
            members = self._everyone()
            with_workers = sorted(key for keys in busy.values() for key in keys)
        if self.matches is not None:
            shown = set(members)
            with_workers = [key for key in with_workers if key in shown]
        block.fill(members, with_workers, self.index.workers)

    def _members(self, alias: int) -> Sequence[int]:
        if self.matches is not None:
            return self.matches.members.get(alias, [])
        return self.index.members.get(alias, [])

    def _everyone(self) -> list[int]:
        if self.matches is None:
            return sorted(self.index.snapshot.clients)
        return sorted(key for keys in self.matches.members.values() for key in keys)

    def _measure(self) -> None:
        ends = list(accumulate(len(block) for block in self.blocks))
        self.starts = [0, *ends[:-1]]
        self.height = ends[-1] if ends else 0


# --- the tree ---------------------------------------------------------------------------------


def tree_blocks(index: Index, matches: Filter | None, *, compact: bool = False) -> list[Block]:
    """The blocks of the tree: socket → connection (alias) → …, then what has no connection.

    Args:
        compact: leave out the heading of an only socket with an only connection, and that over
            an only alias without a connection.
    """
    rows = index.snapshot
    by_socket: dict[int | None, list[int]] = {}
    for key in sorted(rows.connections):
        if matches is None or matches.shows_connection(key):
            socket = rows.connections[key].socket
            known = socket if socket in rows.sockets else None
            by_socket.setdefault(known, []).append(key)
    only = compact and len(by_socket) == 1
    blocks: list[Block] = []
    for socket in sorted(by_socket, key=lambda key: (key is None, key or 0)):
        title = Row(NO_SOCKET if socket is None else (SOCKET, socket))
        keys = by_socket[socket]
        if only and len(keys) == 1:
            blocks += connection_blocks(index, keys[0], (), [], matches)
            continue
        for place, key in enumerate(keys):
            guides = (place < len(keys) - 1,)
            blocks += connection_blocks(index, key, guides, [] if place else [title], matches)
    return blocks + unwired_blocks(index, matches, compact=compact)


def connection_blocks(
    index: Index, key: int, guides: tuple[bool, ...], heads: list[Row], matches: Filter | None
) -> list[Block]:
    """A connection's heading, and a block for each alias that resolves to it.

    An only alias stands on the connection's own line; several have lines of their own.
    """
    heads = [*heads, Row((CONNECTION, key), guides)]
    aliases = [a for a in index.aliases.get(key, []) if matches is None or matches.shows(a)]
    if len(index.aliases.get(key, [])) <= 1:
        return [Block(aliases[0] if aliases else None, heads, guides)]
    blocks = []
    for place, alias in enumerate(aliases):
        below = (*guides, place < len(aliases) - 1)
        blocks.append(Block(alias, [*heads, Row((ALIAS, alias), below)], below))
        heads = []
    return blocks or [Block(None, heads, guides)]


def unwired_blocks(index: Index, matches: Filter | None, *, compact: bool = False) -> list[Block]:
    """Aliases without a connection that clients still hold, or the registry still lists."""
    aliases = index.snapshot.aliases
    keys = [
        key
        for key in sorted(aliases)
        if is_unwired(index, aliases[key]) and (matches is None or matches.shows(key))
    ]
    if compact and len(keys) == 1:
        return [Block(keys[0], [Row((ALIAS, keys[0]))], ())]
    blocks = []
    for place, key in enumerate(keys):
        more = place < len(keys) - 1
        heads = [Row((ALIAS, key), (more,))]
        blocks.append(Block(key, heads if place else [Row(UNWIRED), *heads], (more,)))
    return blocks


def is_unwired(index: Index, alias: wire.Alias) -> bool:
    """Whether an alias belongs under `no connection`."""
    if alias.connection is not None and alias.connection in index.snapshot.connections:
        return False
    return alias.id in index.members or alias.registered
