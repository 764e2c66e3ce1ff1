"""The findings as rows: one for each, from when the finding began until it ended."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Dict, Hashable, List, Tuple

from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Finding

MOST = 500
"""Findings kept. Findings that have ended are removed first, then the oldest."""

Key = Tuple[str, Hashable]
"""A kind, and what the finding is about."""


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

    def is_open(self, kind: str, key: Hashable) -> bool:
        """Whether a finding began and has not ended."""
        return (kind, key) in self._open

    def open_keys(self, kind: str) -> List[Hashable]:
        """The keys of all findings of a kind that have not ended."""
        return [key for found, key in self._open if found == kind]

    def begin(self, kind: str, key: Hashable, at: float, text: str, **fields: Any) -> None:
        """Begin a finding, or update its text and fields if it is open already.

        Args:
            kind: one of `wire.Kind`.
            key: what the finding is about.
            at: when it began; ignored if the finding is open already.
            text: what was seen, as a sentence.
            fields: further fields of `wire.Finding`.
        """
        number = self._open.get((kind, key))
        before = self._tables.get("findings", number) if number is not None else None
        if before is not None:
            self._tables.put("findings", replace(before, text=text, **fields))
            return
        number = next(self._ids)
        self._open[kind, key] = number
        self._all[number] = (kind, key)
        self._tables.put("findings", Finding(number, kind, at, text, **fields))
        if len(self._all) > MOST:
            self._remove_one()

    def begin_or_count(self, kind: str, key: Hashable, at: float, text: str, **fields: Any) -> int:
        """Like `begin()`, and count the calls; return the number of calls."""
        count = self.count(kind, key) + 1
        self.begin(kind, key, at, text, count=count, **fields)
        return count

    def count(self, kind: str, key: Hashable) -> int:
        """How often an open finding was seen; 0 if none is open."""
        number = self._open.get((kind, key))
        row = self._tables.get("findings", number) if number is not None else None
        return int(row.count) if row is not None else 0

    def recount(self, kind: str, key: Hashable, count: int) -> None:
        """Set the count of an open finding."""
        number = self._open.get((kind, key))
        row = self._tables.get("findings", number) if number is not None else None
        if row is not None and row.count != count:
            self._tables.put("findings", replace(row, count=count))

    def end(self, kind: str, key: Hashable, at: float, by: str = "") -> None:
        """End a finding, if it is open. Its row stays, with the time and the reason."""
        number = self._open.pop((kind, key), None)
        row = self._tables.get("findings", number) if number is not None else None
        if row is not None:
            self._tables.put("findings", replace(row, ended_at=at, ended_by=by))

    def discard(self, kind: str, key: Hashable) -> None:
        """Remove an open finding and its row: it was a false alarm."""
        number = self._open.pop((kind, key), None)
        if number is not None:
            self._all.pop(number, None)
            self._tables.drop("findings", number)

    def _remove_one(self) -> None:
        open_rows = set(self._open.values())
        number = next((each for each in self._all if each not in open_rows), next(iter(self._all)))
        self._open.pop(self._all.pop(number), None)
        self._tables.drop("findings", number)
        self._tables.cannot_judge(f"findings beyond the {MOST} that are kept")
