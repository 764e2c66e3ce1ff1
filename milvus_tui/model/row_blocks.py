"""A block of rows: a few headings, and the clients of one alias with their threads.

A block stores no row objects. It computes a row from its offset by bisecting, so a change of one
client among 10,000 costs one search instead of a walk over all clients.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from milvus_tui.model.row_ids import CLIENT, WORKER, Row

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Block:
    """Heading rows, and the clients of one alias below them."""

    alias: int | None
    """None for headings without clients, and for the block of a flat list."""
    headings: list[Row]
    guides: tuple[bool, ...]
    """The tree lines before the clients, without the clients' own level."""
    members: Sequence[int] = ()
    """Ids of the clients, ascending."""
    with_workers: Sequence[int] = ()
    """Members with workers, ascending."""
    starts: list[int] = field(default_factory=list)
    """The row of each member with workers, counted from the first member's."""
    workers: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def fill(
        self,
        members: Sequence[int],
        with_workers: Sequence[int],
        workers: dict[int, tuple[int, ...]],
    ) -> None:
        """Set the clients.

        Args:
            members: ids of the clients, ascending.
            with_workers: the members with workers, ascending.
            workers: workers by client; the index's own mapping, which is not copied.
        """
        self.members, self.with_workers, self.workers = members, with_workers, workers
        self.starts, extra = [], 0
        for key in with_workers:
            self.starts.append(bisect_left(members, key) + extra)
            extra += len(workers[key])

    def __len__(self) -> int:
        extra = sum(len(self.workers[key]) for key in self.with_workers)
        return len(self.headings) + len(self.members) + extra

    def row(self, offset: int) -> Row:
        """The row at an offset from the block's first."""
        if offset < len(self.headings):
            return self.headings[offset]
        offset -= len(self.headings)
        place = bisect_right(self.starts, offset) - 1
        if place < 0:
            return self._client(offset)
        key, down = self.with_workers[place], offset - self.starts[place]
        workers = self.workers[key]
        if 0 < down <= len(workers):
            last = key == self.members[-1]
            return Row((WORKER, workers[down - 1]), (*self.guides, not last, down < len(workers)))
        skipped = self.starts[place] - bisect_left(self.members, key)
        return self._client(offset - skipped - (len(workers) if down else 0))

    def _client(self, place: int) -> Row:
        more = place < len(self.members) - 1
        return Row((CLIENT, self.members[place]), (*self.guides, more))

    def offset(self, client: int) -> int | None:
        """The offset of a client's row from the block's first, None if it is not a member."""
        place = bisect_left(self.members, client)
        if place >= len(self.members) or self.members[place] != client:
            return None
        before = bisect_left(self.with_workers, client)
        extra = sum(len(self.workers[key]) for key in self.with_workers[:before])
        return len(self.headings) + place + extra
