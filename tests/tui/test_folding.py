"""Headings of the connections panel fold the rows below them, and count what they hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.model import example_snapshots
from milvus_tui.model.row_ids import NO_CONNECTION
from milvus_tui.model.snapshot import apply
from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel
from milvus_tui.wire import Update
from tests.tui.conftest import dump, notifications, running, until

if TYPE_CHECKING:
    from milvus_tui.tui.app import MilvusTui


def shown_rows(app: MilvusTui) -> list[str]:
    """The lines of the connections panel that are not empty, below the column titles."""
    region = app.main.query_one(ConnectionsPanel).content_region
    lines = dump(app).splitlines()[region.y + 1 : region.bottom]
    return [text for line in lines if (text := line[region.x : region.right].rstrip())]


async def test_enter_folds_the_heading_above_a_client_and_shows_it_again() -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, _):
        whole = shown_rows(app)
        await pilot.press("c", *"7", "enter", "enter")
        await pilot.pause()
        (line,) = (line for line in shown_rows(app) if "▸" in line)
        assert "✗ 10 fail  ○ 1 closed" in line
        assert not any("✗ c7" in line for line in shown_rows(app))
        assert len(shown_rows(app)) < len(whole)
        await pilot.press("enter")
        await pilot.pause()
        assert not any("▸" in line for line in shown_rows(app))
        assert any("✗ c7" in line for line in shown_rows(app))


async def test_a_section_hides_its_aliases() -> None:
    async with running(example_snapshots.after_close()) as (app, pilot, _):
        app.main.connections_panel.select_row(NO_CONNECTION)
        await pilot.press("enter")
        await pilot.pause()
        (line,) = (line for line in shown_rows(app) if "no connection" in line)
        assert line.split("connection")[0] == "❯▸ no "
        assert "✗ 10 fail  ○ 1 closed" in line


async def test_what_a_folded_heading_says_follows_its_clients() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("home", "enter")
        await pilot.pause()
        assert any("● 13 work" in line for line in shown_rows(app))
        session.show(apply(session.snapshot, Update(gone={"clients": [5]})))
        await until(pilot, lambda: any("● 12 work" in line for line in shown_rows(app)))


async def test_what_would_break_is_marked_on_the_heading_that_hides_it() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press("c", *"7", "enter")
        app.main.view.layout.fold(("connection", 1))
        app.main.connections_panel.rearranged()
        await pilot.pause()
        assert any(line.startswith(("↯└─▸", "↯├─▸")) for line in shown_rows(app))


async def test_going_to_a_client_unfolds_what_hides_it() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press("home", "enter")
        await pilot.pause()
        assert not any("● c12" in line for line in shown_rows(app))
        await pilot.press("c", *"12", "enter")
        await pilot.pause()
        assert any("❯" in line and "● c12" in line for line in shown_rows(app))


async def test_a_heading_that_is_clicked_twice_folds() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.click("#connections", offset=(9, 2), times=2)
        await pilot.pause()
        assert shown_rows(app)[0].startswith("❯▸ socket")
        await pilot.click("#connections", offset=(9, 2), times=2)
        await pilot.pause()
        await pilot.click("#connections", offset=(9, 8), times=2)
        await pilot.pause()
        assert not any("▸" in line for line in shown_rows(app))


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["g", "enter"], "Fold: a list has no headings; g shows the tree."),
        (
            ["slash", *"c1", "enter", "enter"],
            "Fold: the filter shows every row that matches; Esc ends the filter.",
        ),
    ],
)
async def test_it_says_why_there_is_nothing_to_fold(keys: list[str], words: str) -> None:
    async with running(example_snapshots.shared()) as (app, pilot, _):
        await pilot.press(*keys)
        await pilot.pause()
        assert notifications(app) == [words]


async def test_a_client_that_is_gone_has_no_heading() -> None:
    async with running(example_snapshots.shared()) as (app, pilot, session):
        await pilot.press("c", *"12", "enter")
        session.show(apply(session.snapshot, Update(gone={"clients": [12]})))
        await until(pilot, lambda: not any("c12" in line for line in shown_rows(app)))
        await pilot.press("enter")
        await pilot.pause()
        assert notifications(app) == ["Fold: the selected row no longer exists."]
