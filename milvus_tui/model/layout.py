"""The lines of the connections panel: which row stands at which line, as a tree or as a list.

A layout stores blocks (`row_blocks`), one for each alias, and no row objects.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from milvus_tui.model.connection_tree import Tree, headings_above
from milvus_tui.model.row_blocks import Block
from milvus_tui.model.row_ids import CLIENT, WORKER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui.model.changes import Changes
    from milvus_tui.model.filters import Filter
    from milvus_tui.model.index import Index
    from milvus_tui.model.row_ids import Row, RowId


class Layout:
    """The rows of an index, top to bottom: as a tree or as a flat list, all or those that match."""

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
        """Headings that hide the rows below them. A filter shows all matching rows all the same."""
        self.compact = compact
        """Whether to leave out headings over an only row; see `Tree.compact`."""
        self.matches = matches
        self.blocks: list[Block] = []
        self.starts: list[int] = []
        """The first row of each block."""
        self.height = 0
        self._places: dict[int | None, int] = {}
        self.rebuild()

    def update(self, found: Changes) -> bool:
        """Adjust the lines to the changes of the index.

        Returns:
            Whether a row appeared, disappeared or stands at another line.
        """
        regrouped = found.regrouped
        if self.matches is not None:
            regrouped = regrouped | self.matches.update(found)
            if found.rearranged or regrouped:
                self.rebuild()
            return bool(found.rearranged or regrouped)
        if not self.tree:
            if regrouped:
                self.rebuild()
            return bool(regrouped)
        if found.rearranged or any(key not in self._places for key in regrouped):
            self.rebuild()
            return True
        if regrouped:
            by_alias = self.index.clients_with_workers()
            for key in regrouped:
                self._fill(self.blocks[self._places[key]], by_alias)
            self._measure()
        return bool(regrouped)

    def rebuild(self) -> None:
        """Build all blocks again; costs one step for each alias, connection and socket."""
        if self.tree:
            folded = self.folded if self.matches is None else set()
            self.blocks = Tree(self.index, self.matches, folded, self.compact).blocks()
        else:
            self.blocks = [Block(None, [], ())]
        by_alias = self.index.clients_with_workers()
        for block in self.blocks:
            self._fill(block, by_alias)
        self._places = {block.alias: place for place, block in enumerate(self.blocks)}
        self._measure()

    def row(self, number: int) -> Row | None:
        """The row at a line, None below the last one."""
        if not 0 <= number < self.height:
            return None
        place = bisect_right(self.starts, number) - 1
        return self.blocks[place].row(number - self.starts[place])

    def line_of(self, row: RowId) -> int | None:
        """The line of a row, None if the row is not shown."""
        kind, key = row
        snapshot = self.index.snapshot
        if kind == WORKER:
            worker = snapshot.workers.get(key)
            line = None if worker is None else self.line_of((CLIENT, worker.client))
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
            for offset, heading in enumerate(block.headings):
                if heading.id == row:
                    return self.starts[place] + offset
        return None

    def heading_of(self, row: RowId) -> RowId | None:
        """The row itself if it is a heading, else the heading above it.

        None in a flat list, and for a row that is not shown.
        """
        kind, key = row
        if kind not in (CLIENT, WORKER):
            return row if self.line_of(row) is not None else None
        workers, clients = self.index.snapshot.workers, self.index.snapshot.clients
        if kind == WORKER:
            key = workers[key].client if key in workers else 0
        client = clients.get(key)
        place = self._places.get(client.alias) if client is not None and self.tree else None
        headings = [] if place is None else self.blocks[place].headings
        return headings[-1].id if headings else None

    def fold(self, heading: RowId) -> None:
        """Hide the rows below a heading, or show them again."""
        self.folded ^= {heading}
        self.rebuild()

    def reveal(self, row: RowId) -> bool:
        """Unfold all headings above a row.

        Returns:
            Whether one of them was folded.
        """
        hidden = self.folded.intersection(headings_above(self.index, row))
        self.folded -= hidden
        if hidden:
            self.rebuild()
        return bool(hidden)

    def _fill(self, block: Block, by_alias: dict[int, list[int]]) -> None:
        """Set a block's clients; `by_alias` is `Index.clients_with_workers()`."""
        if self.tree:
            members = [] if block.alias is None else self._members(block.alias)
            with_workers = [] if block.alias is None else by_alias.get(block.alias, [])
        else:
            members = self._all_clients()
            with_workers = sorted(key for keys in by_alias.values() for key in keys)
        if self.matches is not None:
            shown = set(members)
            with_workers = [key for key in with_workers if key in shown]
        block.fill(members, with_workers, self.index.workers)

    def _members(self, alias: int) -> Sequence[int]:
        if self.matches is not None:
            return self.matches.members.get(alias, [])
        return self.index.members.get(alias, [])

    def _all_clients(self) -> list[int]:
        if self.matches is None:
            return sorted(self.index.snapshot.clients)
        return sorted(key for keys in self.matches.members.values() for key in keys)

    def _measure(self) -> None:
        ends = list(accumulate(len(block) for block in self.blocks))
        self.starts = [0, *ends[:-1]]
        self.height = ends[-1] if ends else 0
