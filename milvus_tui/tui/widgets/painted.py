"""Parts as strips: what every widget here is drawn with.

A part is a text and the name of a tone; the tones are component classes, so that a theme
decides on every colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from milvus_tui.tui.render.styled_text import TONES, crop_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

    from milvus_tui.tui.render.styled_text import Span


class Painted(Widget):
    """A widget that draws its lines itself, from parts."""

    COMPONENT_CLASSES = {f"paint--{tone}" for tone in TONES}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._tones: dict[tuple[str, str], Style] = {}

    def notify_style_update(self) -> None:
        """Textual calls this when the theme or a style changes."""
        super().notify_style_update()
        self._tones.clear()

    @property
    def room(self) -> int:
        """Cells of a line: without the scrollbar, whose place is always kept free."""
        return self.scrollable_content_region.width

    def tone(self, name: str, under: str = "") -> Style:
        """The style of a tone, over the background of another one (`cursor`) if given."""
        style = self._tones.get((name, under))
        if style is None:
            style = self.get_component_rich_style(f"paint--{name}")
            if under:
                style += self.get_component_rich_style(f"paint--{under}", partial=True)
            self._tones[name, under] = style
        return style

    def strip(self, parts: Iterable[Span], width: int, under: str = "") -> Strip:
        """One line of exactly so many cells."""
        segments = [Segment(text, self.tone(tone, under)) for text, tone in parts if text]
        return Strip(segments).adjust_cell_length(width, self.tone("plain", under))


class Lines(Painted):
    """A widget of a few lines that are computed anew whenever something changed."""

    def lines(self, width: int) -> list[list[Span]]:
        """The parts of each line for a width in cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        width = self.size.width
        lines = self.lines(width)
        return self.strip(crop_parts(lines[y], width) if y < len(lines) else [], width)
