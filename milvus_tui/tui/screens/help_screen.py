"""All keys, and what the glyphs mean."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container

from milvus_tui.model.states import GLYPHS
from milvus_tui.tui.actions.registry import (
    ACTIONS,
    BY_ID,
    CHANGE,
    FIND,
    LOOK,
    MOVE,
    PLAY,
    PROGRAM,
    SCREENS,
    key_name,
)
from milvus_tui.tui.render.connection_rows import ASTRAY, DOOMED
from milvus_tui.tui.render.styled_text import Span, tone_of, wrap
from milvus_tui.tui.screens.dialog import Dialog
from milvus_tui.tui.widgets.output import ERROR
from milvus_tui.tui.widgets.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from milvus_tui.tui.actions.registry import Action

KEYS = 12
"""Cells of the column of keys."""

GROUPS = (CHANGE, LOOK, MOVE, PROGRAM, FIND, PLAY)


def help_page(width: int, offered: Callable[[Action], bool]) -> list[list[Span]]:
    """Everything that the help says, in lines of so many cells."""
    page: list[list[Span]] = []
    ranked = sorted(filter(offered, ACTIONS), key=lambda a: GROUPS.index(a.group))
    for group, actions in groupby(ranked, key=lambda a: a.group):
        said = f"{group}: {SCREENS[group]}" if group in SCREENS else group
        page.append([(said, "title")])
        for action in actions:
            keys = " ".join(map(key_name, action.keys))
            first, *more = wrap(action.help, width - KEYS - 1)
            page.append([(f"{keys:<{KEYS}} ", "key"), (first, "plain")])
            page += [[(" " * (KEYS + 1), "plain"), (line, "plain")] for line in more]
        page.append([])
    page.append([("What list_collections gave", "title")])
    page += [[(f"{glyph} {word}", tone_of(word))] for word, glyph in GLYPHS.items()]
    page.append([("↻ behind a name: closed, and works again", "plain")])
    page.append(
        [(f"{DOOMED} before a row: would break if the selected client were closed", "plain")]
    )
    page.append([(f"{ASTRAY} behind a name: its connection is not what it asked for", "plain")])
    page.append([("Findings: ✗ error, ⚠ warning, · note, ✓ over", "plain")])
    if offered(BY_ID["output"]):
        page.append([(f"{ERROR} before a line of the output: by standard error", "plain")])
    if offered(BY_ID["scenarios"]):
        said = "Scenarios: ✓ as the guide says, ✗ not so, · observed, – could not run"
        page.append([(said, "plain")])
    return page


class Keys(Page):
    """The help as lines."""

    def __init__(self, offered: Callable[[Action], bool]) -> None:
        super().__init__(id="keys")
        self.offered = offered
        self.styles.height = len(help_page(68, offered))

    def on_resize(self) -> None:
        """Wrap anew."""
        self.turn(help_page(self.room, self.offered))


class HelpScreen(Dialog[None]):
    """Scrolls; the key that opened it closes it."""

    BINDINGS = [Binding("question_mark,q,enter", "leave", "Close", show=False)]
    AUTO_FOCUS = "#keys"

    def __init__(self, offered: Callable[[Action], bool]) -> None:
        """The help of a dashboard that offers these actions."""
        super().__init__()
        self.offered = offered

    def compose(self) -> ComposeResult:
        """One text, made from the registry of actions."""
        with Container(id="dialog") as dialog:
            dialog.border_title = "Keys"
            dialog.border_subtitle = "Esc closes"
            yield Keys(self.offered)
