"""The screen as text, at the sizes that people have."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY
from tests.tui.conftest import dump, running
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

SIZES = [(120, 36), (80, 24), (40, 12)]
IDS = ["120x36", "80x24", "40x12"]


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_clients_that_share(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.shared(), size) as (app, _, _):
        assert dump(app) == screen


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_after_a_close(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.shared(), size) as (app, pilot, session):
        session.show(example_snapshots.after_close())
        await pilot.pause()
        assert dump(app) == screen


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_the_list(size: tuple[int, int], screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.after_close(), size) as (app, pilot, _):
        await pilot.press("g")
        await pilot.pause()
        assert dump(app) == screen


@pytest.mark.parametrize("size", SIZES, ids=IDS)
@pytest.mark.parametrize("key", ["s", "t", "x", "d", "question_mark"])
async def test_dialogs(size: tuple[int, int], key: str, screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.shared(), size) as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert dump(app) == screen


async def test_a_leaked_alias_can_be_read() -> None:
    uri = "http://127.0.0.1:41231-books-root"
    leaked = example_snapshots.snapshot(
        aliases=[example_snapshots.alias(1, 1, uri, dropped=3)],
        connections=[
            example_snapshots.connection(
                1, address="127.0.0.1:41231", database="books", login="root:••••"
            )
        ],
        sockets=[wire.Socket(1, "127.0.0.1:45174", "127.0.0.1:41231")],
    )
    async with running(leaked) as (app, _, _):
        assert uri in dump(app)
        assert "⚠ leaked" in dump(app)


async def test_the_inspector_below_on_a_narrow_terminal(screen: SnapshotAssertion) -> None:
    async with running(example_snapshots.after_close(), (80, 24)) as (app, pilot, _):
        await pilot.press("i", "e")
        await pilot.pause()
        assert dump(app) == screen


@pytest.mark.parametrize("width", [1, 5, 12, 20, 33, 61, 79, 101, 300])
async def test_no_size_breaks_it(width: int) -> None:
    async with running(example_snapshots.after_close(), (width, max(1, width // 4))) as (
        app,
        pilot,
        _,
    ):
        await pilot.press("i", "e", "g", "slash", "c", "enter", "end", "s")
        await pilot.pause()
        assert app.is_running


async def test_the_first_frame_says_what_is_waited_for() -> None:
    async with running(Replay(EMPTY, status="starting Milvus Lite")) as (app, pilot, session):
        assert "starting Milvus Lite …" in dump(app)
        session.show(example_snapshots.snapshot())
        await pilot.pause()
        assert "Press s to spawn" in dump(app)


@pytest.mark.parametrize("theme", ["textual-light", "textual-dark", "dracula"])
async def test_every_theme_has_every_colour(theme: str) -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, _):
        app.theme = theme
        await pilot.pause()
        panel = app.main.connections_panel
        colours = {panel.tone(name).color for name in ("works", "fails", "warning", "plain")}
        assert len(colours) == 4


async def test_states_are_told_apart_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(example_snapshots.after_close()) as (app, _, _):
        shown = dump(app)
    for words in ("✗ c2", "○ c1", "● c12", "fails", "closed", "works", "❯"):
        assert words in shown


def test_the_dashboard_imports_no_pymilvus() -> None:
    code = (
        "import sys, milvus_tui.tui.app, milvus_tui.tui.screens.main_screen\n"
        "from milvus_tui.tui.dialogs import spawn_dialog, threads_dialog, confirm_dialog\n"
        "from milvus_tui.tui.dialogs import help_screen, go_to_dialog\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('pymilvus', 'grpc', 'pandas')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_frame_needs_no_dialog() -> None:
    code = (
        "import sys, milvus_tui.tui.app\n"
        "rooms = ('milvus_tui.tui.screens.', 'milvus_tui.tui.dialogs.')\n"
        "found = [m for m in sys.modules if m.startswith(rooms)]\n"
        "print(sorted(m.rpartition('.')[2] for m in found))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['main_screen']"
