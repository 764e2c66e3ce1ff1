"""Spans of styled text (a text and its tone), cropped and spread over cells. Needs no Textual.

The first frame is drawn before Textual is imported, so this module must be quick to import.
Widgets draw the same spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TONES = (
    "plain", "muted", "faint", "strong", "label", "title", "key", "works", "fails",
    "timed-out", "refused", "bad-call", "closed", "not-probed", "warning", "spark", "cursor",
    "cursor-blurred",
)  # fmt: skip

Span = tuple[str, str]
"""A text, and the tone it is drawn in."""


def tone_of(word: str) -> str:
    """The tone of a state or an entry; `plain` for a word that names no tone."""
    tone = word.replace(" ", "-")
    return tone if tone in TONES else "plain"


def width_of(spans: Iterable[Span]) -> int:
    """How many cells the spans take."""
    return sum(cell_len(text) for text, _ in spans)


def crop(text: str, width: int) -> str:
    """The text in at most `width` cells; a longer text ends in an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells."""
    text = crop(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def crop_spans(spans: Sequence[Span], width: int) -> list[Span]:
    """The spans in at most `width` cells, cropped at the end."""
    shown: list[Span] = []
    for text, tone in spans:
        size = cell_len(text)
        if size > width:
            if width > 0:
                shown.append((crop(text, width), tone))
            break
        shown.append((text, tone))
        width -= size
    return shown


def spread_spans(left: Sequence[Span], right: Sequence[Span], width: int) -> list[Span]:
    """Spans at both ends of a line; where both do not fit, the right ones are left out."""
    room = width - width_of(right)
    if room < min(width_of(left), width // 2) + 1:
        return crop_spans(left, width)
    shown = crop_spans(left, room - 1)
    gap = " " * (room - width_of(shown))
    return [*shown, (gap, "plain"), *right]


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words where possible."""
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
