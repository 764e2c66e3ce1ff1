"""Which columns a width has room for. Narrow terminals lose columns, not the program."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the cells it needs (`least`), the cells it can use (`most`), and its rank."""

    name: str
    title: str
    least: int
    most: int
    rank: int
    """0 is always shown. On a narrow terminal, the column of the highest rank is left out first."""
    right: bool = False
    brief: str = ""
    """The title where `title` does not fit; empty if `title` fits into `least` cells."""
    flat: bool = False
    """Whether only the flat list shows it: in the tree, a line above the client says the same."""

    def title_in(self, width: int) -> str:
        """The title in a column of `width` cells."""
        return self.brief if self.brief and len(self.title) > width else self.title


COLUMNS = (
    Column("name", "client", 15, 22, 0),
    Column("state", "state", 10, 10, 0),
    Column("age", "since", 6, 6, 1, right=True),
    Column("thread", "thread", 8, 14, 3),
    Column("latency", "latency", 7, 7, 2, right=True),
    Column("history", "history", 7, 32, 6),
    Column("collections", "collections", 6, 11, 5, right=True, brief="listed"),
    Column("database", "database", 9, 14, 4),
    Column("login", "login", 9, 14, 8),
    Column("alias", "alias", 12, 48, 7, flat=True),
)
"""`collections` counts what the last `list_collections` call listed, hence its brief title."""

OVERLAID = frozenset({"latency", "history", "collections", "database", "login"})
"""Columns in whose place a failing client shows its error message."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are shown, left to right, and their widths in cells."""

    shown: tuple[Column, ...]
    widths: tuple[int, ...]

    @property
    def overlay(self) -> int:
        """Cells that an error message may take."""
        found = [w for c, w in zip(self.shown, self.widths, strict=True) if c.name in OVERLAID]
        return sum(found) + GAP * max(0, len(found) - 1)


def columns(width: int, *, tree: bool) -> Columns:
    """The columns that fit into `width` cells; spare cells widen the columns that can use them."""
    candidates = [c for c in COLUMNS if not (c.flat and tree)]
    shown: list[Column] = []
    used = -GAP
    for column in sorted(candidates, key=lambda c: c.rank):
        if column.rank and used + GAP + column.least > width:
            break
        shown.append(column)
        used += GAP + column.least
    shown.sort(key=COLUMNS.index)
    widths = [column.least for column in shown]
    spare = width - used
    for name in ("alias", "name", "collections", "thread", "database", "login", "history"):
        for place, column in enumerate(shown):
            if column.name == name and spare > 0:
                more = min(spare, column.most - column.least)
                widths[place] += more
                spare -= more
    return Columns(tuple(shown), tuple(widths))
