"""Everything known of the selected row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.details.sheet import Details, Entry
from milvus_tui.tui.render.styled_text import Span, crop, tone_of, wrap
from milvus_tui.tui.widgets.pages import Page

if TYPE_CHECKING:
    from milvus_tui.model.layout import RowId
    from milvus_tui.tui.view import View

LABEL = 11
"""Cells of a label, the space after it not counted."""


def entry_lines(entry: Entry, width: int) -> list[list[Span]]:
    """One fact as lines; a value that is longer than a line goes on under itself."""
    tone = tone_of(entry.tone)
    if entry.tone == "spark":
        room = max(1, width - LABEL - 1)
        return [[(f"{entry.label:<{LABEL}} ", "muted"), (entry.value[-room:], tone)]]
    if not entry.label:
        return [[(line, tone)] for line in wrap(entry.value, width)]
    first, *more = wrap(entry.value, width - LABEL - 1)
    label = crop(entry.label, LABEL)
    lines: list[list[Span]] = [[(f"{label:<{LABEL}} ", "muted"), (first, tone)]]
    lines += [[(" " * (LABEL + 1), "plain"), (line, tone)] for line in more]
    return lines


class Inspector(Page):
    """The sheet of one row; scrolls, and can be copied."""

    def __init__(self, view: View) -> None:
        super().__init__(id="inspector")
        self.view = view
        self.row: RowId | None = None
        self.sheet = Details("", ())

    def show(self, row: RowId | None) -> None:
        """Show a row, or the same one as it is now."""
        if row != self.row:
            self.row = row
            self.scroll_to(y=0, animate=False, force=True)
        if not self.display or not self.room:
            return
        self.sheet = self.view.sheet(row)
        if self.border_title != self.sheet.title:
            # Setting a title draws the whole widget again, even the same one.
            self.border_title = self.sheet.title
        width = self.room
        self.turn([line for entry in self.sheet.entries for line in entry_lines(entry, width)])

    def on_resize(self) -> None:
        """Wrap anew."""
        self.show(self.row)

    def on_show(self) -> None:
        """Nothing is kept up to date while hidden."""
        self.show(self.row)
