"""Text and styles as strips: what every widget here is drawn with.

A part is a text and the name of a tone; the tones are component classes, so that a theme
decides on every colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style

TONES = (
    "plain", "muted", "faint", "strong", "label", "title", "key", "works", "fails",
    "timed-out", "closed", "not-probed", "warning", "spark", "cursor", "cursor-blurred",
)  # fmt: skip

Part = tuple[str, str]
"""A text, and the tone it is drawn in."""


def tone_of(word: str) -> str:
    """The tone of a state or an entry; words that are no tone are plain."""
    tone = word.replace(" ", "-")
    return tone if tone in TONES else "plain"


def width_of(parts: Iterable[Part]) -> int:
    """Cells that the parts take."""
    return sum(cell_len(text) for text, _ in parts)


def crop(text: str, width: int) -> str:
    """The text in at most so many cells; what does not fit ends in an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly so many cells."""
    text = crop(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def crop_parts(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts in at most so many cells, cropped at the end."""
    shown: list[Part] = []
    for text, tone in parts:
        size = cell_len(text)
        if size > width:
            if width > 0:
                shown.append((crop(text, width), tone))
            break
        shown.append((text, tone))
        width -= size
    return shown


def spread_parts(left: Sequence[Part], right: Sequence[Part], width: int) -> list[Part]:
    """Parts at both ends of a line; the right ones go first where both do not fit."""
    room = width - width_of(right)
    if room < min(width_of(left), width // 2) + 1:
        return crop_parts(left, width)
    shown = crop_parts(left, room - 1)
    gap = " " * (room - width_of(shown))
    return [*shown, (gap, "plain"), *right]


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most so many cells, broken between words where that is possible."""
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if cell_len(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, width) or [""]
            lines += full
        lines.append(line)
    return lines


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

    def strip(self, parts: Iterable[Part], width: int, under: str = "") -> Strip:
        """One line of exactly so many cells."""
        segments = [Segment(text, self.tone(tone, under)) for text, tone in parts if text]
        return Strip(segments).adjust_cell_length(width, self.tone("plain", under))


class Lines(Painted):
    """A widget of a few lines that are computed anew whenever something changed."""

    def lines(self, width: int) -> list[list[Part]]:
        """The parts of each line for a width in cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        width = self.size.width
        lines = self.lines(width)
        return self.strip(crop_parts(lines[y], width) if y < len(lines) else [], width)
