"""Where in the program something was called: its own frames, told apart from everyone else's.

In the program's thread only code objects and instruction offsets are taken, a few
microseconds; lines and names are made out later, in the agent's thread, once for each place.
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
"""The site of what the lab does on the user's behalf."""

BEFORE_AGENT = "before milvus-tui started"
"""The site of a client that was made before the agent observed."""

MOST_SKIPPED = 40
"""Frames of pymilvus and of ours that are passed over at the most."""

MOST_FRAMES = 12
"""Frames kept of a place."""

KEY_FRAMES = 3
"""Own frames that tell two places apart: what called those is the same place in the code."""

_INNER = ("<listcomp>", "<setcomp>", "<dictcomp>")
"""Frames that stand for a line of the function around them, before Python 3.12."""

_IMPORTING = "<frozen importlib"
"""The files of frames that only say that a module was being imported."""

MOST_SITES = 2_000
"""Places kept; a program with more makes its code as it goes."""

Stack = Tuple[Tuple[CodeType, int], ...]
"""Code objects and offsets into them, innermost first."""

NO_STACK: Stack = ()

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
    """Have the frames of this package, pymilvus, passed over from now on."""
    global _library
    _library = os.path.dirname(os.path.abspath(module.__file__)) + os.sep


def stack(depth: int = 2, made: Any = None) -> Stack:
    """The frames that led into pymilvus, innermost first, without pymilvus's and ours.

    Args:
        made: a client whose constructors, those of a subclass, are passed over as well.
    """
    return stack_of(sys._getframe(depth), made)


def stack_of(frame: Any, made: Any = None) -> Stack:
    """The same for a frame of any thread."""
    for _ in range(MOST_SKIPPED):
        path = frame.f_code.co_filename
        if path.startswith(_LAB):
            break
        if _library not in path and not path.startswith(_OURS):
            break
        if frame.f_back is None:
            break
        frame = frame.f_back
    while made is not None and frame.f_back is not None and _constructs(frame, made):
        frame = frame.f_back
    found: List[Tuple[CodeType, int]] = []
    while frame is not None and len(found) < MOST_FRAMES:
        code = frame.f_code
        if code.co_name not in _INNER and not code.co_filename.startswith(_IMPORTING):
            found.append((code, frame.f_lasti))
        frame = frame.f_back
    return tuple(found)


def _constructs(frame: Any, made: Any) -> bool:
    """Whether a frame is of a method `__init__` of this very object."""
    code = frame.f_code
    return (
        code.co_name == "__init__"
        and code.co_argcount > 0
        and frame.f_locals.get(code.co_varnames[0]) is made
    )


def is_program_code(path: str) -> bool:
    """Whether a file is the program's own: not installed, not of the standard library."""
    if path.startswith("<"):
        return not path.startswith("<frozen")  # <stdin>, <string>: what the user typed
    if any(part in path for part in _INSTALLED) or path.startswith(_OURS):
        return False
    return not path.startswith(_STANDARD)


def line_of(code: CodeType, offset: int) -> int:
    """The line that an instruction belongs to."""
    line = code.co_firstlineno
    for start, number in dis.findlinestarts(code):
        if start > offset:
            break
        line = number or line
    return line


class CallSites:
    """Gives each place an id, and keeps its row. Used by the agent's own thread.

    Args:
        tables: where rows go.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids: Dict[Stack, int] = {}
        self._last = 0
        self._own: Dict[str, bool] = {}

    def id_of(self, found: Stack) -> int:
        """The id of a place; 0 for one that was not seen, and for the lab."""
        if not found or found[0][0].co_filename.startswith(_LAB):
            return 0
        own = [frame for frame in found if self._is_program_code(frame[0].co_filename)]
        key = tuple(own[:KEY_FRAMES]) or found[:1]
        number = self._ids.get(key)
        if number is None:
            if len(self._ids) >= MOST_SITES:
                return 0
            self._last += 1
            number = self._ids[key] = self._last
            frames = tuple(self._frame(*frame) for frame in found)
            self._tables.put("sites", Site(number, _text(frames), frames))
        return number

    def _frame(self, code: CodeType, offset: int) -> Tuple[str, int, str, bool]:
        path = code.co_filename
        return (path, line_of(code, offset), code.co_name, self._is_program_code(path))

    def _is_program_code(self, path: str) -> bool:
        known = self._own.get(path)
        if known is None:
            known = self._own[path] = is_program_code(path)
        return known

    def text(self, found: Stack) -> str:
        """`file:line function`, `the lab`, or that it was before the agent came."""
        if not found:
            return BEFORE_AGENT
        if found[0][0].co_filename.startswith(_LAB):
            return LAB
        row = self._tables.get("sites", self.id_of(found))
        if row is not None:
            return str(row.text)
        return _text((self._frame(*found[0]),))

    def count(self, place: int, **added: int) -> None:
        """Add to the counters of a place, such as `created=1`."""
        row = self._tables.get("sites", place)
        if row is not None:
            counted = {name: getattr(row, name) + number for name, number in added.items()}
            self._tables.put("sites", replace(row, **counted))


def _text(frames: Tuple[Tuple[str, int, str, bool], ...]) -> str:
    path, line, function, _ = next((frame for frame in frames if frame[3]), frames[0])
    return f"{os.path.basename(path)}:{line} {function}"
