"""Text and the tone it is drawn in, cropped and spread over cells. Needs no Textual.

What the first frame is drawn from must be quick to import; widgets draw the same parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TONES = (
    "plain", "muted", "faint", "strong", "label", "title", "key", "works", "fails",
    "timed-out", "closed", "not-probed", "warning", "spark", "cursor", "cursor-blurred",
)  # fmt: skip

Span = tuple[str, str]
"""A text, and the tone it is drawn in."""


def tone_of(word: str) -> str:
    """The tone of a state or an entry; words that are no tone are plain."""
    tone = word.replace(" ", "-")
    return tone if tone in TONES else "plain"


def width_of(parts: Iterable[Span]) -> int:
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


def crop_parts(parts: Sequence[Span], width: int) -> list[Span]:
    """The parts in at most so many cells, cropped at the end."""
    shown: list[Span] = []
    for text, tone in parts:
        size = cell_len(text)
        if size > width:
            if width > 0:
                shown.append((crop(text, width), tone))
            break
        shown.append((text, tone))
        width -= size
    return shown


def spread_parts(left: Sequence[Span], right: Sequence[Span], width: int) -> list[Span]:
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
