"""When a dashboard under test has done what it was told: no later, and on a slow machine no sooner.

Textual's pilot takes a process that used no processor for a moment for one that has nothing to
do. A process that was given none looks the same, and the next key would come too early.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import textual.app
import textual.pilot

from milvus_tui.tui.app import MilvusTui

if TYPE_CHECKING:
    import pytest

SECONDS = 60.0
"""How long a test waits for what must happen; far longer than it takes."""

MOMENT = 0.05
"""Seconds; what is to happen so soon belongs to what was done."""

MOMENTS, TURNS = 20, 1_000
"""After which what goes on is something else; opening a dialog takes a dozen turns or so."""


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait until everything is done, and what is said stay until it is read."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", quiet)
    monkeypatch.setattr(MilvusTui, "NOTIFICATION_TIMEOUT", 10 * SECONDS)


async def quiet(*_seconds: float) -> None:
    """Let the loop go on until all that is left in it waits for long, or for another thread.

    What is drawn waits for a moment, too: Textual draws 60 times a second at most. A real target
    may always have something new; then it is enough that all is done that was to be done before.
    """
    loop, moments = asyncio.get_running_loop(), 0
    for _ in range(TURNS):
        await asyncio.sleep(0)
        left = until_next(loop)
        if left > MOMENT or moments > MOMENTS:
            break
        if left > 0:
            moments += 1
            await asyncio.sleep(left)


def until_next(loop: asyncio.AbstractEventLoop) -> float:
    """Seconds until something in the loop goes on. It does not say so by itself."""
    if loop._ready:  # type: ignore[attr-defined]
        return 0.0
    timers = [each.when() for each in loop._scheduled if not each.cancelled()]  # type: ignore[attr-defined]
    return max(0.0, min(timers, default=math.inf) - loop.time())
