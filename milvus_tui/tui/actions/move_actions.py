"""Actions that select another row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.row_ids import CLIENT
from milvus_tui.model.text import client_name
from milvus_tui.tui.action import MOVE, Action

if TYPE_CHECKING:
    from milvus_tui.tui.actions.screen_interface import ScreenInterface


def go_to(screen: ScreenInterface) -> None:
    """Ask for a client's number, and select the client."""
    from milvus_tui.tui.dialogs.go_to_dialog import GoToDialog

    def go(client: int | None) -> None:
        if client is not None and not screen.panels.go_to((CLIENT, client)):
            text = f"Go to: there is no {client_name(client)}."
            screen.report(text, "warning", keep=False)

    screen.open(GoToDialog(), go)


def down(screen: ScreenInterface) -> None:
    """Select the next row."""
    screen.panels.connections.step(1)


def up(screen: ScreenInterface) -> None:
    """Select the previous row."""
    screen.panels.connections.step(-1)


def page_down(screen: ScreenInterface) -> None:
    """Select a row one page below."""
    screen.panels.connections.step(max(2, screen.panels.connections.rows - 1))


def page_up(screen: ScreenInterface) -> None:
    """Select a row one page above."""
    screen.panels.connections.step(-max(2, screen.panels.connections.rows - 1))


def first(screen: ScreenInterface) -> None:
    """Select the first row."""
    screen.panels.connections.select(0)


def last(screen: ScreenInterface) -> None:
    """Select the last row."""
    screen.panels.connections.select(screen.target_list.height - 1)


MOVE_ACTIONS = (
    Action("go_to", ("c",), "Go to", "Select a client by its number.", MOVE, go_to),
    Action("down", ("down", "j"), "Down", "One row down.", MOVE, down),
    Action("up", ("up", "k"), "Up", "One row up.", MOVE, up),
    Action("page_down", ("pagedown", "ctrl+f"), "Page down", "One page down.", MOVE, page_down),
    Action("page_up", ("pageup", "ctrl+b"), "Page up", "One page up.", MOVE, page_up),
    Action("first", ("home",), "First", "The first row.", MOVE, first),
    Action("last", ("end", "G"), "Last", "The last row.", MOVE, last),
)
