"""Which try a running call is in: pymilvus's retry decorator counts them in a local variable."""

from __future__ import annotations

from types import FrameType
from typing import Optional

MOST_FRAMES = 60
"""Most frames of a stack that are looked at."""

_FILE = "decorators.py"
_FUNCTION = "handler"
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
        if _counts_tries(frame):
            tries = frame.f_locals.get(_COUNTER)
            found = tries if isinstance(tries, int) else found
        frame = frame.f_back
    return found


def _counts_tries(frame: FrameType) -> bool:
    code = frame.f_code
    return (
        code.co_name == _FUNCTION
        and code.co_filename.endswith(_FILE)
        and (_COUNTER in code.co_cellvars or _COUNTER in code.co_varnames)
    )
