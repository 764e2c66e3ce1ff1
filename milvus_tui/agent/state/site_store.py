"""Stores the call sites: one row each, with the lines and names of its frames."""

from __future__ import annotations

import os
from dataclasses import replace
from types import CodeType
from typing import Dict, Hashable, Tuple

from milvus_tui.agent.hooks import call_sites
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Site

LAB = "the lab"
"""The call site of what the lab does for the user."""

BEFORE_AGENT = "before milvus-tui started"
"""The call site of a client that was created before the agent started."""

KEY_FRAMES = 3
"""Frames of the program's own code that identify a call site. Their callers do not matter."""

MOST_SITES = 2_000
"""Most call sites kept; a program with more generates its code while it runs."""


class SiteStore:
    """Gives each call site an id and keeps its row. Used by the agent's own thread only.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids: Dict[Hashable, int] = {}
        """By the frames of a stack, or by those of a parent's row."""
        self._last = 0
        self._own: Dict[str, bool] = {}
        self._added: Dict[int, Dict[str, int]] = {}
        """By site, what was counted since the last `flush()`."""

    def id_of(self, frames: call_sites.Stack) -> int:
        """Return the id of a call site; 0 for one that was not seen, and for the lab."""
        if not frames or call_sites.is_lab(frames):
            return 0
        own = [frame for frame in frames if self._is_program_code(frame[0].co_filename)]
        key = tuple(own[:KEY_FRAMES]) or frames[:1]
        number = self._ids.get(key)
        if number is None:
            if len(self._ids) >= MOST_SITES:
                return 0
            self._last += 1
            number = self._ids[key] = self._last
            resolved = tuple(self._frame(*frame) for frame in frames)
            self._tables.put("sites", Site(number, _text(resolved), resolved))
        return number

    def adopt(self, given: Site) -> int:
        """Store a call site of the parent process; return its id here, 0 if there are too many."""
        number = self._ids.get(given.frames)
        if number is None and len(self._ids) < MOST_SITES:
            self._last += 1
            number = self._ids[given.frames] = self._last
            self._tables.put("sites", Site(number, given.text, given.frames))
        return number or 0

    def _frame(self, code: CodeType, offset: int) -> Tuple[str, int, str, bool]:
        path = code.co_filename
        return (path, call_sites.line_of(code, offset), code.co_name, self._is_program_code(path))

    def _is_program_code(self, path: str) -> bool:
        known = self._own.get(path)
        if known is None:
            known = self._own[path] = call_sites.is_program_code(path)
        return known

    def text(self, frames: call_sites.Stack) -> str:
        """Return `file:line function`, `LAB`, or `BEFORE_AGENT` for a stack that was not seen."""
        if not frames:
            return BEFORE_AGENT
        if call_sites.is_lab(frames):
            return LAB
        row = self._tables.get("sites", self.id_of(frames))
        if row is not None:
            return str(row.text)
        return _text((self._frame(*frames[0]),))

    def count(self, site: int, **added: int) -> None:
        """Add to the counters of a call site, such as `created=1`."""
        counts = self._added.setdefault(site, {})
        for name, number in added.items():
            counts[name] = counts.get(name, 0) + number

    def counted(self, site: int, name: str) -> int:
        """Return a counter of a call site as it is now; 0 for an unknown site."""
        row = self._tables.get("sites", site)
        before: int = getattr(row, name) if row is not None else 0
        return before + self._added.get(site, {}).get(name, 0)

    def flush(self) -> None:
        """Write the rows whose counters have changed."""
        added, self._added = self._added, {}
        for site, counts in added.items():
            row = self._tables.get("sites", site)
            if row is not None:
                sums = {name: getattr(row, name) + number for name, number in counts.items()}
                self._tables.put("sites", replace(row, **sums))


def _text(frames: Tuple[Tuple[str, int, str, bool], ...]) -> str:
    path, line, function, _ = next((frame for frame in frames if frame[3]), frames[0])
    return f"{os.path.basename(path)}:{line} {function}"
