"""The program's output, with scroll-back.

The newest line stays in sight unless the user scrolls away.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from milvus_tui.model.text import joined, plural
from milvus_tui.tui.render.printed_lines import Decoder, Printed
from milvus_tui.tui.widgets.styled_widget import StyledWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.style import Style

    from milvus_tui.sessions.session import OutputLine

MARGIN = 2
"""Cells before a line: a bar for standard error, blank for standard output."""

ERROR = "┃"

KEEP = 10_000
"""How many lines the user can scroll back."""


class OutputPane(StyledWidget, ScrollView, can_focus=True):
    """Standard output and standard error, line by line, in the program's own colours.

    The pane draws only lines in sight. It breaks a line that is longer than the pane as a
    terminal does.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("ctrl+f", "page_down", show=False),
        Binding("ctrl+b", "page_up", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="output")
        self.on_size: Callable[[int, int], None] = lambda _columns, _rows: None
        """Called with the columns and lines of the pane when they change."""
        self.program = "Output"
        """The title of the pane: `Output`, and how the program ended."""
        self.needle = ""
        """The filter: only lines that contain it are shown."""
        self.unseen = ""
        """How many events the user has not seen, for the border; empty for none."""
        self._decoder = Decoder()
        self._all: list[Printed] = []
        self._shown: list[Printed] = []
        self._ends: list[int] = []
        """Where each shown line ends, in lines of the screen from `_origin`."""
        self._origin = 0
        self._seen = 0
        """The number of the newest line that the pane has."""
        self._open: dict[bool, tuple[OutputLine, Style]] = {}
        """The last line of each stream, which may grow, and the style before it."""
        self._following = True
        self._width = 0

    # --- lines -------------------------------------------------------------------------------

    def follow(self, output: Sequence[OutputLine]) -> None:
        """Add what is new since the last call: further lines, and the ends of unfinished ones."""
        if not output:
            return
        amended = self._amend(output)
        fresh = output[max(0, len(output) - (output[-1].number - self._seen)) :][-KEEP:]
        if not (fresh or amended):
            return
        if fresh:
            if fresh[0].number > self._seen + 1:
                self._cut(len(self._all))  # more lines came at once than are kept
            decoded = [self._decode(line) for line in fresh]
            self._all += decoded
            self._seen = fresh[-1].number
            self._append(decoded)
            self._cut(len(self._all) - KEEP)
        self._measure()

    def _decode(self, line: OutputLine) -> Printed:
        self._open[line.error] = line, self._decoder.style(line.error)
        return self._decoder.decode(line)

    def _amend(self, output: Sequence[OutputLine]) -> bool:
        """Replace the last line of a stream that has grown; returns whether one has."""
        first, amended = output[0].number, False
        for error, (line, style) in tuple(self._open.items()):
            place, kept = line.number - first, line.number - self._lost - 1
            if place < 0 or kept < 0 or output[place].text == line.text:
                continue
            amended = True
            self._decoder.resume(error, style)
            tail = self._all[kept:]
            self._remove_shown(sum(map(self._matches, tail)))
            tail[0] = self._all[kept] = self._decode(output[place])
            self._append(tail)
        return amended

    def _remove_shown(self, count: int) -> None:
        """Remove the last shown lines."""
        if count:
            del self._shown[-count:], self._ends[-count:]

    def filter(self, needle: str) -> None:
        """Show only lines that contain a text, in any case; all lines for an empty text."""
        self.needle = needle.casefold()
        self._wrap()

    @property
    def text(self) -> str:
        """The shown lines as plain text."""
        return "\n".join(line.plain for line in self._shown)

    def _matches(self, line: Printed) -> bool:
        return not self.needle or self.needle in line.plain.casefold()

    def _append(self, lines: Iterable[Printed]) -> None:
        """Show the lines that match, at the end."""
        end = self._ends[-1] if self._ends else self._origin
        for line in filter(self._matches, lines):
            end += line.height(self._width)
            self._ends.append(end)
            self._shown.append(line)

    def _cut(self, count: int) -> None:
        """Forget the oldest lines; lines in sight stay in their place."""
        if count <= 0:
            return
        gone = sum(map(self._matches, self._all[:count]))
        del self._all[:count]
        if not gone:
            return
        before, self._origin = self._origin, self._ends[gone - 1]
        del self._shown[:gone], self._ends[:gone]
        if not self._following:
            top = max(0, self.scroll_offset.y - (self._origin - before))
            self.scroll_to(y=top, animate=False, force=True)

    def _wrap(self) -> None:
        """Break all lines anew."""
        self._width = max(1, self.room - MARGIN)
        self.on_size(self._width, max(1, self.size.height))
        self._origin, self._ends, self._shown = 0, [], []
        self._append(self._all)
        self._measure()

    @property
    def _lost(self) -> int:
        """How many lines, from the first one on, are no longer kept."""
        return self._seen - len(self._all)

    @property
    def _head(self) -> int:
        """How many lines above the first kept one say that earlier ones are not kept."""
        return 1 if self._lost else 0

    @property
    def height_of_all(self) -> int:
        """How many lines of the screen all shown lines take."""
        return self._head + (self._ends[-1] - self._origin if self._ends else 0)

    # --- scrolling ---------------------------------------------------------------------------

    def _measure(self) -> None:
        self.virtual_size = Size(self.room, self.height_of_all)
        if self._following:
            end = max(0, self.height_of_all - self.size.height)
            self.scroll_to(y=end, animate=False, force=True)
        self.refresh()
        self.show_border()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop to follow the newest line when the user scrolls away, until they scroll back."""
        super().watch_scroll_y(old_value, new_value)
        self._following = new_value >= self.max_scroll_y
        self.show_border()

    def on_resize(self) -> None:
        """Break the lines anew if the width changed."""
        if self.room - MARGIN != self._width:
            self._wrap()
        else:
            self._measure()

    def on_show(self) -> None:
        """Show what was printed while the pane was hidden."""
        self._measure()

    def show_border(self) -> None:
        """Show in the border how many lines there are, and whether the end is in sight."""
        title = f"{self.program} · {plural(self._seen, 'line')}" if self._seen else self.program
        below = ""
        if self.needle:
            below = f"{len(self._shown):,} contain {self.needle!r} · Esc shows all"
        elif not self._following:
            left = self.height_of_all - self.scroll_offset.y - self.size.height
            below = f"{max(0, left):,} more below · End follows"
        below = joined([below, self.unseen])
        if (self.border_title, self.border_subtitle) != (title, below):
            # Textual draws the whole widget again when its title is set, even to the same text.
            self.border_title, self.border_subtitle = title, below

    # --- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        width = self.room
        line = self.scroll_offset.y + y - self._head
        if line < 0:
            lost = f"… {plural(self._lost, 'earlier line')} not kept (--output FILE keeps all)"
            return self.strip([(lost, "muted")], width)
        place = bisect_right(self._ends, line + self._origin)
        if place >= len(self._shown):
            empty = "Nothing printed yet." if not self._seen and y == 0 else ""
            return self.strip([(empty, "muted")], width)
        start = self._ends[place - 1] if place else self._origin
        shown = self._shown[place]
        pieces = shown.pieces(self._width)
        # Until a resize is handled, lines are counted for the width before.
        piece = pieces[min(line + self._origin - start, len(pieces) - 1)]
        plain = self.tone("plain")
        margin = Segment(ERROR, self.tone("fails")) if shown.error else Segment(" ", plain)
        segments = [margin, Segment(" ", plain)]
        segments += [
            Segment(text, plain if style is None else plain + style) for text, style in piece
        ]
        return Strip(segments).adjust_cell_length(width, plain)
