"""The findings that were made: one row each, from when it began to hold until it ceased to."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Dict, Hashable, List, Tuple

from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Finding

MOST = 500
"""Findings kept. Those that are over go first, then the oldest."""

Key = Tuple[str, Hashable]
"""A kind, and what it was found of."""


class FindingStore:
    """Used by the agent's own thread.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids = itertools.count(1)
        self._open: Dict[Key, int] = {}
        self._all: Dict[int, Key] = {}

    def holds(self, kind: str, of: Hashable) -> bool:
        """Whether it was found, and is not over."""
        return (kind, of) in self._open

    def open(self, kind: str) -> List[Hashable]:
        """What findings of a kind hold of."""
        return [of for found, of in self._open if found == kind]

    def begin(self, kind: str, of: Hashable, at: float, text: str, **fields: Any) -> None:
        """It holds since `at`. Once it was found, only what is said of it is brought up to date.

        Args:
            fields: of `wire.Finding`.
        """
        number = self._open.get((kind, of))
        before = self._tables.get("findings", number) if number is not None else None
        if before is not None:
            self._tables.put("findings", replace(before, text=text, **fields))
            return
        number = next(self._ids)
        self._open[kind, of] = number
        self._all[number] = (kind, of)
        self._tables.put("findings", Finding(number, kind, at, text, **fields))
        if len(self._all) > MOST:
            self._forget_one()

    def again(self, kind: str, of: Hashable, at: float, text: str, **fields: Any) -> int:
        """Like `begin()`, and counts how often; gives that number."""
        number = self._open.get((kind, of))
        before = self._tables.get("findings", number) if number is not None else None
        count = before.count + 1 if before is not None else 1
        self.begin(kind, of, at, text, count=count, **fields)
        return count

    def end(self, kind: str, of: Hashable, at: float, by: str = "") -> None:
        """It no longer holds, if it did. The row stays, marked as over."""
        number = self._open.pop((kind, of), None)
        row = self._tables.get("findings", number) if number is not None else None
        if row is not None:
            self._tables.put("findings", replace(row, ended_at=at, ended_by=by))

    def drop(self, kind: str, of: Hashable) -> None:
        """It was none after all."""
        number = self._open.pop((kind, of), None)
        if number is not None:
            self._all.pop(number, None)
            self._tables.drop("findings", number)

    def _forget_one(self) -> None:
        open_rows = set(self._open.values())
        number = next((each for each in self._all if each not in open_rows), next(iter(self._all)))
        self._open.pop(self._all.pop(number), None)
        self._tables.drop("findings", number)
