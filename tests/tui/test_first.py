"""The first frame equals what Textual then draws: texts, places and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyte
import pytest

from milvus_tui.model import example_snapshots
from milvus_tui.model.snapshot import EMPTY, Snapshot
from milvus_tui.sessions.program.program_exit import ProgramExit
from milvus_tui.tui import first_frame
from milvus_tui.tui.action import RUN
from milvus_tui.tui.app import MilvusTui
from milvus_tui.tui.placeholder_sessions import PendingSession
from milvus_tui.tui.view import View
from tests.tui.conftest import NOW, running
from tests.tui.program import ReplayProgram
from tests.tui.replay import Replay

if TYPE_CHECKING:
    from textual.geometry import Region

Cell = tuple[str, str, str, bool]
"""A character, its colour (where it can be seen), its background, and whether it is bold."""

SIZES = [(120, 36), (100, 30), (99, 29), (80, 24), (60, 18), (59, 17), (40, 12), (200, 60)]
SNAPSHOTS = {
    "many": example_snapshots.many(1_000),
    "shared": example_snapshots.shared(),
    "closed": example_snapshots.after_close(),
    "found": example_snapshots.with_findings(),
    "none": EMPTY,
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", SNAPSHOTS)
async def test_textual_draws_the_same(name: str, size: tuple[int, int]) -> None:
    session = Replay(SNAPSHOTS[name], status="" if SNAPSHOTS[name] is not EMPTY else "starting")
    async with running(session, size) as (app, _, _):
        drawn = cells(encoded(session.snapshot, size, session.status, colours=True), size)
        shown = textual_cells(app)
        for y, x in left_to_textual(app):
            drawn[y][x] = shown[y][x]
        assert text(drawn) == text(shown)
        assert drawn == shown


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_textual_draws_the_same_of_a_program(size: tuple[int, int]) -> None:
    session = PendingSession(program := ReplayProgram())
    app = MilvusTui(session, clock=lambda: NOW, program_exit=ProgramExit(program))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = View(lambda: NOW)
        view.update(session.snapshot)
        frame = first_frame.draw(view, *size, session.status, RUN)
        drawn, shown = cells(first_frame.encoded(frame, colours=True), size), textual_cells(app)
        for y, x in left_to_textual(app):
            drawn[y][x] = shown[y][x]
        assert text(drawn) == text(shown)
        assert drawn == shown


def test_without_colours_it_says_the_same() -> None:
    shared, size = example_snapshots.shared(), (120, 36)
    plain = cells(encoded(shared, size, "", colours=False), size)
    assert text(plain) == text(cells(encoded(shared, size, "", colours=True), size))
    assert {(colour, ground) for line in plain for _, colour, ground, _ in line} <= {
        ("default", "default"),
        ("", "default"),
    }


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"COLORTERM": "truecolor"}, True),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, False),
        ({"COLORTERM": "truecolor", "TEXTUAL_THEME": "dracula"}, False),
        ({"COLORTERM": ""}, False),
    ],
)
def test_colours_are_drawn_only_where_they_will_stay(
    environment: dict[str, str], colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLORTERM", "NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert first_frame.coloured() is colours


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (20, 4)], ids=str)
def test_a_terminal_can_be_too_small_for_anything(size: tuple[int, int]) -> None:
    assert len(cells(encoded(example_snapshots.shared(), size, "", colours=True), size)) == size[1]


def test_nothing_is_drawn_without_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    session = Replay(example_snapshots.shared())
    frame = first_frame.FirstFrame(session, lambda: NOW)
    session.show(example_snapshots.after_close())
    assert not frame.leave()
    assert capfd.readouterr() == ("", "")


def encoded(snapshot: Snapshot, size: tuple[int, int], status: str, *, colours: bool) -> str:
    view = View(lambda: NOW)
    view.update(snapshot)
    return first_frame.encoded(first_frame.draw(view, *size, status), colours=colours)


def cells(data: str, size: tuple[int, int]) -> list[list[Cell]]:
    """The cells of a terminal that received the data."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(data)
    found = []
    for y in range(size[1]):
        line = [screen.buffer[y][x] for x in range(size[0])]
        found.append([cell(c.data, c.fg, c.bg, c.bold) for c in line])
    return found


def textual_cells(app: MilvusTui) -> list[list[Cell]]:
    """The cells that Textual's compositor shows."""
    found = []
    for strip in app.screen._compositor.render_strips():
        line: list[Cell] = []
        for segment in strip:
            style = segment.style
            assert style is not None
            colour, ground = (
                known.get_truecolor().hex.lstrip("#") if known else ""
                for known in (style.color, style.bgcolor)
            )
            line += [cell(c, colour, ground, bool(style.bold)) for c in segment.text]
        found.append(line)
    return found


def cell(character: str, colour: str, ground: str, bold: bool) -> Cell:
    """A cell; of a blank only the background can be seen."""
    blank = character == " "
    return (character, "" if blank else colour, ground, bold and not blank)


def text(lines: list[list[Cell]]) -> list[str]:
    return ["".join(character for character, *_ in line) for line in lines]


def left_to_textual(app: MilvusTui) -> list[tuple[int, int]]:
    """The places that the first frame leaves blank: inspector, events, and the scrollbar."""
    main = app.main
    regions: list[Region] = [
        widget.region.shrink(widget.styles.border.spacing)
        for widget in (main.inspector, main.bottom.pane)
        if widget.display
    ]
    inside = main.connections_panel.region.shrink(main.connections_panel.styles.border.spacing)
    regions.append(inside.split_vertical(-1)[1])
    return [(y, x) for region in regions for y in region.line_range for x in region.column_range]
