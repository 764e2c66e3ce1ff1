"""Makes lines that a program printed safe to draw: only the colours of their escapes stay.

A terminal obeys control sequences: it moves the cursor, sets the window's title, answers queries.
This module removes every control sequence but colours. It applies `\\r` and `\\b` as a terminal
does.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.ansi import AnsiDecoder
from rich.cells import cell_len, chop_cells
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from milvus_tui.sessions.session import OutputLine

LONGEST = 4_096
"""The most characters of a line that are drawn."""

TAB = 8

# Strings that a terminal would act on: titles, links, palettes. A string without a terminator
# extends to the end of the line.
_STRINGS = re.compile("(?:\x1b[]PX^_]|[\x90\x98\x9d\x9e\x9f]).*?(?:\x07|\x1b\\\\|\x9c|$)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_SEQUENCES = re.compile("(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?")
# C0 and C1 controls except the tab, line separators, and marks that change the text direction.
_CONTROLS = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """The line without control characters, except the sequences that set colours."""
    if _UNSAFE.search(text) is None:
        return text
    text = _STRINGS.sub("", text)
    kept, place = [], 0
    for found in _SEQUENCES.finditer(text):
        kept.append(_plain(text[place : found.start()]))
        if _COLOURS.fullmatch(found.group()):
            kept.append(found.group())
        place = found.end()
    return "".join([*kept, _plain(text[place:])])


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text)


def overwritten(text: str) -> str:
    """The line after its carriage returns and backspaces: the text written last stays."""
    if "\r" in text:
        text = text.rstrip("\r").rpartition("\r")[2]
    if "\b" in text:
        kept: list[str] = []
        for letter in text:
            if letter != "\b":
                kept.append(letter)
            elif kept:
                kept.pop()
        text = "".join(kept)
    return text


class Printed:
    """One line, decoded."""

    __slots__ = ("_text", "error", "plain")

    def __init__(self, text: Text | str, *, error: bool) -> None:
        self.error = error
        """Whether the program wrote it to standard error."""
        self.plain = text if isinstance(text, str) else text.plain
        """Its text, without control characters."""
        self._text = None if isinstance(text, str) else text

    def height(self, width: int) -> int:
        """How many lines of `width` cells it takes."""
        return len(self._cuts(width)) + 1

    def pieces(self, width: int) -> list[list[tuple[str, Style | None]]]:
        """Its lines of `width` cells: texts with the colours that the program gave them."""
        bounds = [0, *self._cuts(width), len(self.plain)]
        if self._text is None:
            return [[(self.plain[start:end], None)] for start, end in pairwise(bounds)]
        return [list(_styled_pieces(piece)) for piece in self._text.divide(bounds[1:-1])]

    def _cuts(self, width: int) -> list[int]:
        """Where a terminal of this width would break it, in characters."""
        width, plain = max(1, width), self.plain
        if cell_len(plain) <= width:
            return []
        if plain.isascii():
            return list(range(width, len(plain), width))
        cuts, place = [], 0
        for piece in chop_cells(plain, width)[:-1]:
            place += len(piece)
            cuts.append(place)
        return cuts


def _styled_pieces(text: Text) -> Iterator[tuple[str, Style | None]]:
    """Splits a text into pieces of one style each."""
    marks = sorted({0, len(text), *(edge for span in text.spans for edge in span[:2])})
    for start, end in pairwise(marks):
        style = Style.null()
        for span in text.spans:
            if span.start <= start < span.end and isinstance(span.style, Style):
                style += span.style
        yield text.plain[start:end], style


class Decoder:
    """Decodes lines in the order of their arrival. A colour lasts until the stream changes it."""

    def __init__(self) -> None:
        self._streams = {False: AnsiDecoder(), True: AnsiDecoder()}

    def style(self, error: bool) -> Style:
        """The style that the next line of a stream begins with."""
        return self._streams[error].style

    def resume(self, error: bool, style: Style) -> None:
        """Restore the style before a line, so that the line can be decoded once more."""
        self._streams[error].style = style

    def decode(self, line: OutputLine) -> Printed:
        """Decode a line, so that it can be drawn."""
        decoder = self._streams[line.error]
        text = line.text
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}…"
        text = cleaned(overwritten(text))
        if "\x1b" not in text and not decoder.style:
            return Printed(text.expandtabs(TAB), error=line.error)
        decoded = decoder.decode_line(text)
        decoded.expand_tabs(TAB)
        return Printed(decoded, error=line.error)
