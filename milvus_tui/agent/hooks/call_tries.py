"""Which try a running call is in: pymilvus's retry decorator counts them in a local variable."""

from __future__ import annotations

from types import FrameType
from typing import Any, Iterator, Optional

MOST_FRAMES = 60
"""Most frames of a stack that are looked at."""

_FILE = "decorators.py"
_FUNCTIONS = ("handler", "async_handler")
_COUNTER = "counter"


def tries_in(frame: Optional[FrameType]) -> int:
    """Return the number of the try in a stack, the outermost if there are several; 0 for none.

    Args:
        frame: the innermost frame of the thread, which may be running. It is only read.
    """
    found = 0
    for _ in range(MOST_FRAMES):
        if frame is None:
            break
        found = _try_of(frame) or found
        frame = frame.f_back
    return found


def tries_of(coroutine: Any) -> int:
    """Return the number of the try that a coroutine awaits, the outermost; 0 for none.

    Args:
        coroutine: that of a hooked method; None if it has ended. It is only read.
    """
    return next((tries for tries in map(_try_of, _awaited(coroutine)) if tries), 0)


def _awaited(coroutine: Any) -> Iterator[FrameType]:
    """Yield the frames of a coroutine and of those that it awaits, the outermost first."""
    for _ in range(MOST_FRAMES):
        frame = getattr(coroutine, "cr_frame", None)
        if frame is None:
            return
        yield frame
        coroutine = coroutine.cr_await


def _try_of(frame: FrameType) -> int:
    code = frame.f_code
    counts_tries = (
        code.co_name in _FUNCTIONS
        and code.co_filename.endswith(_FILE)
        and (_COUNTER in code.co_cellvars or _COUNTER in code.co_varnames)
    )
    tries = frame.f_locals.get(_COUNTER) if counts_tries else 0
    return tries if isinstance(tries, int) else 0
