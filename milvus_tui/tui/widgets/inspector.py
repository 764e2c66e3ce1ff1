"""The inspector: everything that is known about the selected row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.details.entries import Details, Entry
from milvus_tui.tui.render.styled_text import Span, crop, tone_of, wrap
from milvus_tui.tui.widgets.scrolling_page import ScrollingPage

if TYPE_CHECKING:
    from milvus_tui.model.row_ids import RowId
    from milvus_tui.tui.view import View

LABEL = 11
"""How many cells a label takes, without the space after it."""


def entry_lines(entry: Entry, width: int) -> list[list[Span]]:
    """One fact as lines; a long value is wrapped under itself."""
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


class Inspector(ScrollingPage):
    """The details of one row; they scroll, and can be copied."""

    def __init__(self, view: View) -> None:
        super().__init__(id="inspector")
        self.view = view
        self.row: RowId | None = None
        self.details = Details("", ())

    def show(self, row: RowId | None) -> None:
        """Show a row as it is now."""
        if row != self.row:
            self.row = row
            self.scroll_to(y=0, animate=False, force=True)
        if not self.display or not self.room:
            return
        self.details = self.view.details(row)
        if self.border_title != self.details.title:
            # Textual draws the whole widget again when its title is set, even to the same text.
            self.border_title = self.details.title
        width = self.room
        self.set_page(
            [line for entry in self.details.entries for line in entry_lines(entry, width)]
        )

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.show(self.row)

    def on_show(self) -> None:
        """Show the row as it is now: a hidden inspector is not kept up to date."""
        self.show(self.row)
