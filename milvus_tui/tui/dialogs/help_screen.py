"""All keys, and what the glyphs mean."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container

from milvus_tui.model.states import GLYPHS
from milvus_tui.tui.action import GROUPS, SCREENS, key_name
from milvus_tui.tui.dialogs.dialog import Dialog
from milvus_tui.tui.render.connection_rows import DIFFERS, WOULD_BREAK
from milvus_tui.tui.render.styled_text import Span, tone_of, wrap
from milvus_tui.tui.widgets.output import ERROR
from milvus_tui.tui.widgets.scrolling_page import ScrollingPage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from textual.app import ComposeResult

    from milvus_tui.tui.action import Action

KEYS = 12
"""Cells of the column of keys."""


def help_page(width: int, actions: Sequence[Action[Any]]) -> list[list[Span]]:
    """The lines of the help, each at most `width` cells wide."""
    page: list[list[Span]] = []
    ids = {action.id for action in actions}
    ranked = sorted(actions, key=lambda a: GROUPS.index(a.group))
    for group, in_group in groupby(ranked, key=lambda a: a.group):
        title = f"{group}: {SCREENS[group]}" if group in SCREENS else group
        page.append([(title, "title")])
        for action in in_group:
            keys = " ".join(map(key_name, action.keys))
            first, *more = wrap(action.help, width - KEYS - 1)
            page.append([(f"{keys:<{KEYS}} ", "key"), (first, "plain")])
            page += [[(" " * (KEYS + 1), "plain"), (line, "plain")] for line in more]
        page.append([])
    page.append([("The result of list_collections", "title")])
    page += [[(f"{glyph} {word}", tone_of(word))] for word, glyph in GLYPHS.items()]
    page.append([("↻ after a name: closed, but works again", "plain")])
    page.append(
        [(f"{WOULD_BREAK} before a row: closing the selected client would break it", "plain")]
    )
    page.append(
        [(f"{DIFFERS} after a name: its connection differs from the requested one", "plain")]
    )
    page.append([("Findings: ✗ error, ⚠ warning, · note; paler once ended", "plain")])
    if "output" in ids:
        page.append([(f"{ERROR} before a line of the output: written to standard error", "plain")])
    if "scenarios" in ids:
        results = "Scenarios: ✓ as the guide says, ✗ differs, · observed, – could not run"
        page.append([(results, "plain")])
    return page


class Keys(ScrollingPage):
    """The lines of the help."""

    def __init__(self, actions: Sequence[Action[Any]]) -> None:
        super().__init__(id="keys")
        self.actions = actions
        self.styles.height = len(help_page(68, actions))

    def on_resize(self) -> None:
        """Wrap the lines for the new width."""
        self.set_page(help_page(self.room, self.actions))


class HelpScreen(Dialog[None]):
    """Scrolls. The key that opened the help closes it."""

    BINDINGS = [Binding("question_mark,q,enter", "leave", "Close", show=False)]
    AUTO_FOCUS = "#keys"

    def __init__(self, actions: Sequence[Action[Any]]) -> None:
        """The help for the actions that a dashboard offers."""
        super().__init__()
        self.actions = actions

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with Container(id="dialog") as dialog:
            dialog.border_title = "Keys"
            dialog.border_subtitle = "Esc closes"
            yield Keys(self.actions)
