"""Where in the program something was called: the first frame that is the user's own."""

from __future__ import annotations

import os
import sys
from types import CodeType
from typing import Dict, Tuple

import milvus_tui

LAB = "the lab"
"""The site of what the lab does on the user's behalf."""

MOST_FRAMES = 40
"""Frames looked at; a deeper stack gives the innermost frame seen."""

_OURS = os.path.dirname(os.path.abspath(milvus_tui.__file__)) + os.sep
_LAB = os.path.join(_OURS, "agent", "lab") + os.sep
_PYMILVUS = os.sep + "pymilvus" + os.sep
_cache: Dict[Tuple[CodeType, int], str] = {}


def caller(depth: int = 2) -> str:
    """`file:line function` of the code that called into pymilvus; `the lab` for ours.

    Costs a few microseconds: no source file is read, and a site that was seen before is
    looked up.
    """
    frame = sys._getframe(depth)
    for _ in range(MOST_FRAMES):
        path = frame.f_code.co_filename
        if path.startswith(_LAB):
            return LAB
        if _PYMILVUS not in path and not path.startswith(_OURS):
            break
        if frame.f_back is None:
            break
        frame = frame.f_back
    key = (frame.f_code, frame.f_lasti)
    site = _cache.get(key)
    if site is None:
        if len(_cache) > 10_000:
            _cache.clear()
        name = os.path.basename(frame.f_code.co_filename)
        site = _cache[key] = f"{name}:{frame.f_lineno} {frame.f_code.co_name}"
    return site
