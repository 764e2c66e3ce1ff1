"""Which columns a width has room for. Narrow terminals lose columns, not the program."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `least` cells it needs, `most` it can use, and how soon it is dropped."""

    name: str
    title: str
    least: int
    most: int
    rank: int
    """0 is always there; among the others the highest goes first."""
    right: bool = False
    flat: bool = False
    """Only in the flat list, where no tree line says it."""


COLUMNS = (
    Column("name", "client", 15, 22, 0),
    Column("state", "state", 10, 10, 0),
    Column("age", "for", 6, 6, 1, right=True),
    Column("thread", "thread", 8, 14, 3),
    Column("latency", "latency", 7, 7, 2, right=True),
    Column("history", "history", 7, 32, 6),
    Column("collections", "colls", 5, 5, 5, right=True),
    Column("database", "database", 9, 14, 4),
    Column("login", "login", 9, 14, 8),
    Column("alias", "alias", 12, 48, 7, flat=True),
)

OVERLAID = frozenset({"latency", "history", "collections", "database", "login"})
"""Columns that a failing client gives to its error message."""


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
    """The columns for so many cells; what is left over goes to those that can use it."""
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
    left = width - used
    for name in ("alias", "name", "thread", "database", "login", "history"):
        for place, column in enumerate(shown):
            if column.name == name and left > 0:
                more = min(left, column.most - column.least)
                widths[place] += more
                left -= more
    return Columns(tuple(shown), tuple(widths))
