"""Waits until the event loop of a dashboard under test is idle.

Textual's pilot takes a process that used no processor time for a moment as idle. On a slow machine
a process that got no processor time looks the same, and the next key would be pressed too early.
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
"""How long a test waits for a condition; far longer than any condition takes."""

MOMENT = 0.05
"""Seconds: a timer that is due so soon belongs to the effects of the last key."""

MOMENTS, TURNS = 20, 1_000
"""The most timers and turns of the loop to wait for. Opening a dialog takes about a dozen turns."""


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait until the loop is idle, and keep notifications until a test reads them."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", quiet)
    monkeypatch.setattr(MilvusTui, "NOTIFICATION_TIMEOUT", 10 * SECONDS)


async def quiet(*_seconds: float) -> None:
    """Run the loop until its tasks wait only for distant timers or for other threads.

    Drawing waits for a short timer, too: Textual draws 60 times a second at most. A real target
    may send changes all the time, so the number of turns is bounded.
    """
    loop, moments = asyncio.get_running_loop(), 0
    for _ in range(TURNS):
        await asyncio.sleep(0)
        seconds = until_next(loop)
        if seconds > MOMENT or moments > MOMENTS:
            break
        if seconds > 0:
            moments += 1
            await asyncio.sleep(seconds)


def until_next(loop: asyncio.AbstractEventLoop) -> float:
    """Seconds until the loop's next callback; asyncio has no public way to ask."""
    if loop._ready:  # type: ignore[attr-defined]
        return 0.0
    timers = [each.when() for each in loop._scheduled if not each.cancelled()]  # type: ignore[attr-defined]
    return max(0.0, min(timers, default=math.inf) - loop.time())
