"""Fixtures and helpers for tests that press the user's keys."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from milvus_tui.model import example_snapshots
from milvus_tui.tui.app import MilvusTui
from tests.tui.idle import SECONDS, be_patient, quiet
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from syrupy.assertion import SnapshotAssertion
    from textual.app import App
    from textual.pilot import Pilot

    from milvus_tui.model.snapshot import Snapshot

NOW = example_snapshots.NOON + 75


class ScreenExtension(SingleFileSnapshotExtension):
    """Keeps the screen as a text file, which can be read in a review."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares a dumped screen with the kept one."""
    return snapshot.use_extension(ScreenExtension)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the time zone, so that times of day are the same on every machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Press each key only when the effects of the key before are complete."""
    be_patient(monkeypatch)


def dump(app: App[None]) -> str:
    """The screen as text, line by line."""
    screen = app.screen
    strips = screen._compositor.render_strips()
    if app._background_screens:
        # The screens below a dialog render what the dialog does not cover.
        screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def notifications(app: MilvusTui) -> list[str]:
    """The notifications on the screen, oldest first."""
    return [note.message for note in app._notifications]


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the dashboard run until a condition holds and its loop is idle."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"the condition never held:\n{dump(pilot.app)}"
        await pilot.pause(0.02)
    await quiet()


@asynccontextmanager
async def running(
    session: Replay | Snapshot, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[MilvusTui, Pilot[None], Replay]]:
    """The dashboard, on a session or on a snapshot that does not change."""
    served = session if isinstance(session, Replay) else Replay(session)
    app = MilvusTui(served, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot, served
