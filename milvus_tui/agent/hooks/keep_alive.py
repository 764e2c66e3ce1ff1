"""pymilvus connects an idle alias anew that was connected with `keep_alive=True` (up to 2.5)."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Optional

KEEP_ALIVE = "check_state_and_reconnect_later"
"""The function of pymilvus that does so, in a thread of its own."""

MOST_FRAMES = 12
"""Frames between that function and a hook's code, at most."""


def is_reconnecting() -> bool:
    """Whether pymilvus itself connects an alias anew, in this thread."""
    frame: Optional[FrameType] = sys._getframe(1)
    for _ in range(MOST_FRAMES):
        if frame is None:
            return False
        if frame.f_code.co_name == KEEP_ALIVE:
            return True
        frame = frame.f_back
    return False
