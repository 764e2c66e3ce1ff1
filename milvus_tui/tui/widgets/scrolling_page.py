"""A panel of wrapped lines that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

from milvus_tui.tui.widgets.styled_widget import StyledWidget

if TYPE_CHECKING:
    from textual.strip import Strip

    from milvus_tui.tui.render.styled_text import Span


class ScrollingPage(StyledWidget, ScrollView, can_focus=True):
    """A list of lines that scrolls. Subclasses wrap their text and call `set_page()`."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.page: list[list[Span]] = []

    def set_page(self, page: list[list[Span]]) -> None:
        """Show other lines; only lines that changed are drawn again."""
        before, self.page = self.page, page
        if len(before) != len(page):
            self.virtual_size = Size(self.room, len(page))
            self.refresh()
        elif before != page:
            top, width = self.scroll_offset.y, self.room
            lines = range(top, min(top + self.size.height, len(page)))
            changed = [Region(0, y - top, width, 1) for y in lines if before[y] != page[y]]
            if changed:
                self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        line = self.scroll_offset.y + y
        width = self.room
        return self.strip(self.page[line] if line < len(self.page) else [], width)
