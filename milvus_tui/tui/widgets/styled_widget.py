"""Widgets that draw spans of styled text; every widget of this package is one.

A span names its tone. The tones are component classes, so that a theme decides on every colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from milvus_tui.tui.render.styled_text import TONES, crop_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

    from milvus_tui.tui.render.styled_text import Span


class StyledWidget(Widget):
    """A widget that draws each of its lines from spans."""

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
        """How many cells a line has, without the cell that is always kept for the scrollbar."""
        return self.scrollable_content_region.width

    def tone(self, name: str, under: str = "") -> Style:
        """The style of a tone.

        Args:
            under: the tone whose background it is drawn on, such as `cursor`.
        """
        style = self._tones.get((name, under))
        if style is None:
            style = self.get_component_rich_style(f"paint--{name}")
            if under:
                style += self.get_component_rich_style(f"paint--{under}", partial=True)
            self._tones[name, under] = style
        return style

    def strip(self, spans: Iterable[Span], width: int, under: str = "") -> Strip:
        """One line of exactly `width` cells."""
        segments = [Segment(text, self.tone(tone, under)) for text, tone in spans if text]
        return Strip(segments).adjust_cell_length(width, self.tone("plain", under))


class StyledLines(StyledWidget):
    """A widget of a few lines, which are computed anew for each drawing."""

    def lines(self, width: int) -> list[list[Span]]:
        """The spans of each line, for a line of `width` cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        width = self.size.width
        lines = self.lines(width)
        return self.strip(crop_spans(lines[y], width) if y < len(lines) else [], width)
