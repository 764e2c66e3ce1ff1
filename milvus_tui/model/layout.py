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
    from collections.abc import Iterator, Sequence

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
    folded: bool = False
    """Whether it is a heading, and what stands below it is hidden."""


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
        folded: set[RowId] | None = None,
    ) -> None:
        self.index = index
        self.tree = tree
        self.folded = set() if folded is None else folded
        """Headings of the tree below which nothing is shown. A filter shows all that match."""
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
            if found.rearranged or shape:
                self.rebuild()
            return bool(found.rearranged or shape)
        if not self.tree:
            if shape:
                self.rebuild()
            return bool(shape)
        if found.rearranged or any(key not in self._places for key in shape):
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
            folded = self.folded if self.matches is None else set()
            self.blocks = tree_blocks(self.index, self.matches, folded, compact=self.compact)
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

    def heading(self, row: RowId) -> RowId | None:
        """The heading that a row is, or stands below; None in a list, or if it is not shown."""
        kind, key = row
        if kind not in (CLIENT, WORKER):
            return row if self.find(row) is not None else None
        workers, clients = self.index.snapshot.workers, self.index.snapshot.clients
        if kind == WORKER:
            key = workers[key].client if key in workers else 0
        client = clients.get(key)
        place = self._places.get(client.alias) if client is not None and self.tree else None
        heads = [] if place is None else self.blocks[place].heads
        return heads[-1].id if heads else None

    def fold(self, heading: RowId) -> None:
        """Hide what stands below a heading, or show it again."""
        self.folded ^= {heading}
        self.rebuild()

    def reveal(self, row: RowId) -> bool:
        """Unfold all headings above a row; says whether there were any."""
        hidden = self.folded.intersection(above(self.index, row))
        self.folded -= hidden
        if hidden:
            self.rebuild()
        return bool(hidden)

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


def above(index: Index, row: RowId) -> Iterator[RowId]:
    """The headings over a row, innermost first, whether they have a line of their own or not."""
    rows, (kind, key) = index.snapshot, row
    if kind == WORKER and key in rows.workers:
        kind, key = CLIENT, rows.workers[key].client
    if kind == CLIENT and key in rows.clients:
        kind, key = ALIAS, rows.clients[key].alias
        yield kind, key
    if kind == ALIAS and key in rows.aliases:
        connection = connection_of(index, rows.aliases[key])
        if connection is None:
            yield UNWIRED
            return
        kind, key = CONNECTION, connection
        yield kind, key
    if kind == CONNECTION and key in rows.connections:
        socket = rows.connections[key].socket
        yield NO_SOCKET if socket is None or socket not in rows.sockets else (SOCKET, socket)


def below(index: Index, heading: RowId) -> list[int]:
    """The aliases below a heading."""
    kind, key = heading
    if kind == ALIAS:
        return [key]
    if kind == CONNECTION:
        return index.aliases.get(key, [])
    return [one for one in index.snapshot.aliases if heading in above(index, (ALIAS, one))]


def tree_blocks(
    index: Index, matches: Filter | None, folded: set[RowId], *, compact: bool = False
) -> list[Block]:
    """The blocks of the tree: socket → connection (alias) → …, then what has no connection.

    Args:
        folded: headings below which nothing is to stand.
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
        title = heading(NO_SOCKET if socket is None else (SOCKET, socket), (), folded)
        keys = by_socket[socket]
        if only and len(keys) == 1:
            blocks += connection_blocks(index, keys[0], (), [], matches, folded)
            continue
        if title.folded:
            blocks.append(Block(None, [title], ()))
            continue
        for place, key in enumerate(keys):
            guides, heads = (place < len(keys) - 1,), [] if place else [title]
            blocks += connection_blocks(index, key, guides, heads, matches, folded)
    return blocks + unwired_blocks(index, matches, folded, compact=compact)


def heading(row: RowId, guides: tuple[bool, ...], folded: set[RowId]) -> Row:
    """The row of a heading."""
    return Row(row, guides, row in folded)


def connection_blocks(
    index: Index,
    key: int,
    guides: tuple[bool, ...],
    heads: list[Row],
    matches: Filter | None,
    folded: set[RowId],
) -> list[Block]:
    """A connection's heading, and a block for each alias that resolves to it.

    An only alias stands on the connection's own line; several have lines of their own.
    """
    own = heading((CONNECTION, key), guides, folded)
    heads = [*heads, own]
    if own.folded:
        return [Block(None, heads, guides)]
    aliases = [a for a in index.aliases.get(key, []) if matches is None or matches.shows(a)]
    if len(index.aliases.get(key, [])) <= 1:
        return [Block(aliases[0] if aliases else None, heads, guides)]
    blocks = []
    for place, alias in enumerate(aliases):
        blocks.append(alias_block(alias, heads, (*guides, place < len(aliases) - 1), folded))
        heads = []
    return blocks or [Block(None, heads, guides)]


def alias_block(
    alias: int, heads: list[Row], guides: tuple[bool, ...], folded: set[RowId]
) -> Block:
    """The block of an alias that has a heading of its own."""
    own = heading((ALIAS, alias), guides, folded)
    return Block(None if own.folded else alias, [*heads, own], guides)


def unwired_blocks(
    index: Index, matches: Filter | None, folded: set[RowId], *, compact: bool = False
) -> list[Block]:
    """Aliases without a connection that clients still hold, or the registry still lists."""
    aliases = index.snapshot.aliases
    keys = [
        key
        for key in sorted(aliases)
        if is_unwired(index, aliases[key]) and (matches is None or matches.shows(key))
    ]
    if compact and len(keys) == 1:
        return [alias_block(keys[0], [], (), folded)]
    title = heading(UNWIRED, (), folded)
    if keys and title.folded:
        return [Block(None, [title], ())]
    return [
        alias_block(key, [] if place else [title], (place < len(keys) - 1,), folded)
        for place, key in enumerate(keys)
    ]


def is_unwired(index: Index, alias: wire.Alias) -> bool:
    """Whether an alias belongs under `no connection`."""
    held = alias.id in index.members or alias.registered
    return held and connection_of(index, alias) is None


def connection_of(index: Index, alias: wire.Alias) -> int | None:
    """The connection below which an alias stands; None also while its row is on the way."""
    return alias.connection if alias.connection in index.snapshot.connections else None
