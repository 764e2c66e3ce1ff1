"""Call sites: the frames from which the program called pymilvus.

The program's thread takes only code objects and instruction offsets, which costs a few
microseconds. The agent's thread resolves lines and names later, once for each call site.
"""

from __future__ import annotations

import dis
import os
import sys
import sysconfig
from dataclasses import replace
from types import CodeType
from typing import Any, Dict, List, Tuple

import milvus_tui
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Site

LAB = "the lab"
"""The call site of what the lab does for the user."""

BEFORE_AGENT = "before milvus-tui started"
"""The call site of a client that was created before the agent started."""

MOST_SKIPPED = 40
"""Most frames of pymilvus and of the agent that are skipped."""

MOST_FRAMES = 12
"""Most frames kept of a call site."""

KEY_FRAMES = 3
"""Frames of the program's own code that identify a call site. Their callers do not matter."""

_INNER = ("<listcomp>", "<setcomp>", "<dictcomp>")
"""Names of frames that belong to a line of the enclosing function, before Python 3.12."""

_IMPORTING = "<frozen importlib"
"""How the file name of a frame begins that only shows that a module was being imported."""

MOST_SITES = 2_000
"""Most call sites kept; a program with more generates its code while it runs."""

Stack = Tuple[Tuple[CodeType, int], ...]
"""Code objects and offsets into them, innermost first."""

NO_STACK: Stack = ()
"""The stack of a call that the agent did not see."""

_OURS = os.path.dirname(os.path.abspath(milvus_tui.__file__)) + os.sep
_LAB = os.path.join(_OURS, "agent", "lab") + os.sep
_library = os.sep + "pymilvus" + os.sep
_INSTALLED = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
_STANDARD = tuple(
    os.path.abspath(path) + os.sep
    for path in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    if path
)


def set_library(module: Any) -> None:
    """Skip the frames of this package, pymilvus, from now on."""
    global _library
    _library = os.path.dirname(os.path.abspath(module.__file__)) + os.sep


def stack(depth: int = 2, created: Any = None) -> Stack:
    """Return the frames that led into pymilvus, innermost first, without pymilvus's and ours.

    Args:
        created: a client whose own constructors, such as a subclass's, are skipped as well.
    """
    return stack_of(sys._getframe(depth), created)


def stack_of(frame: Any, created: Any = None) -> Stack:
    """Return the same for a frame of any thread."""
    for _ in range(MOST_SKIPPED):
        path = frame.f_code.co_filename
        if path.startswith(_LAB):
            break
        if _library not in path and not path.startswith(_OURS):
            break
        if frame.f_back is None:
            break
        frame = frame.f_back
    while created is not None and frame.f_back is not None and _constructs(frame, created):
        frame = frame.f_back
    found: List[Tuple[CodeType, int]] = []
    while frame is not None and len(found) < MOST_FRAMES:
        code = frame.f_code
        if code.co_name not in _INNER and not code.co_filename.startswith(_IMPORTING):
            found.append((code, frame.f_lasti))
        frame = frame.f_back
    return tuple(found)


def _constructs(frame: Any, created: Any) -> bool:
    """Whether a frame runs a method `__init__` of this very object."""
    code = frame.f_code
    return (
        code.co_name == "__init__"
        and code.co_argcount > 0
        and frame.f_locals.get(code.co_varnames[0]) is created
    )


def is_program_code(path: str) -> bool:
    """Whether a file is the program's own: neither installed nor of the standard library."""
    if path.startswith("<"):
        return not path.startswith("<frozen")  # <stdin>, <string>: what the user typed
    if any(part in path for part in _INSTALLED) or path.startswith(_OURS):
        return False
    return not path.startswith(_STANDARD)


def line_of(code: CodeType, offset: int) -> int:
    """Return the line of an instruction."""
    line = code.co_firstlineno
    for start, number in dis.findlinestarts(code):
        if start > offset:
            break
        line = number or line
    return line


class CallSites:
    """Gives each call site an id and keeps its row. Used by the agent's own thread only.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids: Dict[Stack, int] = {}
        self._last = 0
        self._own: Dict[str, bool] = {}

    def id_of(self, frames: Stack) -> int:
        """Return the id of a call site; 0 for one that was not seen, and for the lab."""
        if not frames or frames[0][0].co_filename.startswith(_LAB):
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

    def _frame(self, code: CodeType, offset: int) -> Tuple[str, int, str, bool]:
        path = code.co_filename
        return (path, line_of(code, offset), code.co_name, self._is_program_code(path))

    def _is_program_code(self, path: str) -> bool:
        known = self._own.get(path)
        if known is None:
            known = self._own[path] = is_program_code(path)
        return known

    def text(self, frames: Stack) -> str:
        """Return `file:line function`, `LAB`, or `BEFORE_AGENT` for a stack that was not seen."""
        if not frames:
            return BEFORE_AGENT
        if frames[0][0].co_filename.startswith(_LAB):
            return LAB
        row = self._tables.get("sites", self.id_of(frames))
        if row is not None:
            return str(row.text)
        return _text((self._frame(*frames[0]),))

    def count(self, site: int, **added: int) -> None:
        """Add to the counters of a call site, such as `created=1`."""
        row = self._tables.get("sites", site)
        if row is not None:
            counted = {name: getattr(row, name) + number for name, number in added.items()}
            self._tables.put("sites", replace(row, **counted))


def _text(frames: Tuple[Tuple[str, int, str, bool], ...]) -> str:
    path, line, function, _ = next((frame for frame in frames if frame[3]), frames[0])
    return f"{os.path.basename(path)}:{line} {function}"
