"""Call sites: the frames from which the program called pymilvus.

The program's thread takes only code objects and instruction offsets, which costs a few
microseconds. The agent's thread resolves lines and names later, once for each call site.
"""

from __future__ import annotations

import dis
import os
import sys
import sysconfig
from types import CodeType
from typing import Any, Callable, Dict, Iterable, List, Tuple

import milvus_tui

MOST_SKIPPED = 40
"""Most frames of pymilvus and of the agent that are skipped."""

MOST_FRAMES = 12
"""Most frames kept of a call site."""

MOST_WALKED = 200
"""Most frames that are looked at for the program's own."""

_INNER = ("<listcomp>", "<setcomp>", "<dictcomp>")
"""Names of frames that belong to a line of the enclosing function, before Python 3.12."""

_IMPORTING = "<frozen importlib"
"""How the file name of a frame begins that only shows that a module was being imported."""

Stack = Tuple[Tuple[CodeType, int], ...]
"""Code objects and offsets into them, innermost first."""

NO_STACK: Stack = ()
"""The stack of a call that the agent did not see."""

MOST_FILES = 5_000
"""Files whose kind is remembered."""

_OURS = os.path.dirname(os.path.abspath(milvus_tui.__file__)) + os.sep
_LAB = os.path.join(_OURS, "agent", "lab") + os.sep
_library = os.sep + "pymilvus" + os.sep
_INSTALLED = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
_STANDARD = tuple(
    os.path.abspath(path) + os.sep
    for path in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    if path
)


_skipped: Dict[str, bool] = {}
_own: Dict[str, bool] = {}
"""By file name, what `_is_skipped()` and `is_program_code()` said of it."""


def set_library(module: Any) -> None:
    """Skip the frames of this package, pymilvus, from now on."""
    global _library
    _library = os.path.dirname(os.path.abspath(module.__file__)) + os.sep
    _skipped.clear()


def is_library(path: str) -> bool:
    """Whether a file is pymilvus's."""
    return path.startswith(_library)


def is_inner(path: str) -> bool:
    """Whether a file is pymilvus's or ours: part of a call that the program made."""
    return path.startswith((_library, _OURS))


def stack(depth: int = 2, created: Any = None) -> Stack:
    """Return the frames that led into pymilvus, innermost first, without pymilvus's and ours.

    Args:
        created: a client whose own constructors, such as a subclass's, are skipped as well.
    """
    return stack_of(sys._getframe(depth), created)


def stack_of(frame: Any, created: Any = None) -> Stack:
    """Return the same for a frame of any thread."""
    skipped = 0
    while skipped < MOST_SKIPPED and frame.f_back is not None:
        path = frame.f_code.co_filename
        if not (_skipped[path] if path in _skipped else _remember(_skipped, _is_skipped, path)):
            break
        skipped += 1
        frame = frame.f_back
    while created is not None and frame.f_back is not None and _constructs(frame, created):
        frame = frame.f_back
    found: List[Tuple[CodeType, int]] = []
    left = MOST_FRAMES
    while frame is not None and left:
        code = frame.f_code
        if code.co_name not in _INNER and not code.co_filename.startswith(_IMPORTING):
            found.append((code, frame.f_lasti))
            left -= 1
        frame = frame.f_back
    return tuple(found)


def _is_skipped(path: str) -> bool:
    """Whether a file is pymilvus's or ours, and not the lab's."""
    return not path.startswith(_LAB) and (_library in path or path.startswith(_OURS))


def _remember(known: Dict[str, bool], judge: Callable[[str], bool], path: str) -> bool:
    """Return what a function says of a file, and keep it: the path's parts are not looked at anew.

    A file that was remembered costs a tenth.
    """
    if len(known) >= MOST_FILES:
        known.clear()
    found = known[path] = judge(path)
    return found


def stack_of_frames(frames: Iterable[Any]) -> Stack:
    """Return the stack of some frames of a suspended coroutine, innermost first."""
    found = [(frame.f_code, frame.f_lasti) for frame in frames]
    return tuple(found[:MOST_FRAMES])


def own_frames(depth: int = 2) -> Stack:
    """Return the frames of the program's own code that run in this thread, innermost first."""
    frame: Any = sys._getframe(depth)
    found: List[Tuple[CodeType, int]] = []
    walked = 0
    while frame is not None and walked < MOST_WALKED and len(found) < MOST_FRAMES:
        code = frame.f_code
        path = code.co_filename
        if _own[path] if path in _own else _remember(_own, _is_own, path):
            found.append((code, frame.f_lasti))
        walked += 1
        frame = frame.f_back
    return tuple(found)


def _is_own(path: str) -> bool:
    """Whether a file is the program's own, or the lab's."""
    is_code = not path.startswith(_IMPORTING) and is_program_code(path)
    return path.startswith(_LAB) or is_code


def _constructs(frame: Any, created: Any) -> bool:
    """Whether a frame runs a method `__init__` of this very object."""
    code = frame.f_code
    return (
        code.co_name == "__init__"
        and code.co_argcount > 0
        and frame.f_locals.get(code.co_varnames[0]) is created
    )


def is_lab(frames: Stack) -> bool:
    """Whether the lab itself called pymilvus."""
    return frames[0][0].co_filename.startswith(_LAB)


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
