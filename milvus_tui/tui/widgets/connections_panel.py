"""The wiring: sockets, connections, aliases, clients and threads, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from milvus_tui.model.layout import CLIENT, TARGET, WORKER, Row, RowId
from milvus_tui.tui.render import connection_rows, header_lines
from milvus_tui.tui.render.columns import Columns, columns
from milvus_tui.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.strip import Strip

    from milvus_tui.model.changes import Changes
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_stack import Slot, Stack
    from milvus_tui.tui.view import View


TITLED = 18
"""Lines that a terminal must have for the columns to have titles."""

FEW = 8
"""Up to so many changed clients are looked up; for more, each visible row is looked at."""


class ConnectionsPanel(Painted, ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling list of a view's rows. Only lines that changed are drawn again.

    What is selected is a row's id. A row that is gone stays selected, so that no key hits what
    stands in its place by now, until the cursor is moved.
    """

    ALLOW_SELECT = False

    class Selected(Message):
        """Another row was selected."""

    class Opened(Message):
        """A heading, which is selected by now, was clicked twice."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(id="connections")
        self.stack = stack
        self.slot = stack.slots[0]
        """The target of the selected row."""
        self.selected: RowId | None = None
        self.wanted: tuple[Slot, RowId] | None = None
        """What is to be selected as soon as it is there, unless the cursor is moved before."""
        self.to_all = False
        """Whether what is done is done to all targets, so that it is marked in all."""
        self._line = 0
        """The line of the selected row, the last one if it is gone."""
        self._drawn: dict[int, tuple[tuple[object, ...], str]] = {}
        """What each visible line was drawn from: its signature and its age."""
        self._columns: Columns | None = None

    @property
    def view(self) -> View:
        """The view of the selected row's target."""
        return self.slot.view

    @property
    def columns(self) -> Columns:
        """The columns at the present width."""
        if self._columns is None:
            self._columns = columns(max(1, self.room - 1), tree=self.view.layout.tree)
        return self._columns

    @property
    def head(self) -> int:
        """Lines above the rows, which do not scroll: the titles of the columns, or none."""
        return 1 if self.app.size.height >= TITLED else 0

    @property
    def rows(self) -> int:
        """How many rows there is room for."""
        return max(0, self.size.height - self.head)

    # --- changes -----------------------------------------------------------------------------

    def moved(self, slot: Slot, rearranged: bool, found: Changes) -> None:
        """Follow the view of a target, which went on to another snapshot."""
        if rearranged:
            self._resettle()
        elsewhere = self.aim()
        if rearranged or elsewhere or len(found.clients.changed) > FEW or reaches_others(found):
            self.touch()
        elif found.clients:
            self.touch([self.stack.find(slot, (CLIENT, key)) for key in found.clients.changed])

    def aim(self) -> bool:
        """Mark what would break with the selected row; says whether other rows are marked."""
        aimed = [
            slot.view.aim(self.selected if self.to_all or slot is self.slot else None)
            for slot in self.stack.slots
        ]
        return any(aimed)

    def rearranged(self) -> None:
        """Follow the view, which was laid out in another way."""
        self._columns = None
        self._resettle()
        self.refresh()

    def restacked(self) -> None:
        """There are other targets, or they stand elsewhere."""
        if self.slot not in self.stack.slots and not self.stack.height:
            # Nothing can be selected: what comes is the first target's.
            self.slot, self.selected, self._line = self.stack.slots[0], None, 0
        self.rearranged()

    def folded(self, heading: RowId) -> None:
        """What stands below a heading of the selected target was hidden, or shown again."""
        top = self.stack.find(self.slot, heading)
        self._measure()
        self.refresh()
        if top is not None:
            self.select(top)

    def touch(self, lines: Iterable[int | None] | None = None) -> None:
        """Draw those visible rows again that would look different now.

        Args:
            lines: the only lines of the layout that may; None for all.
        """
        top, width, head, height = self.scroll_offset.y, self.room, self.head, self.size.height
        if lines is None:
            places: Iterable[int] = range(head, height)
        else:
            places = (line - top + head for line in lines if line is not None)
        changed = [
            Region(0, y, width, 1)
            for y in places
            if head <= y < height
            and self._drawn.get(y) != self._look(self.stack.row(top + y - head))
        ]
        if changed:
            self.refresh(*changed)

    def _measure(self) -> None:
        self.virtual_size = Size(self.room, self.stack.height + self.head)

    def _look(self, found: tuple[Slot, Row] | None) -> tuple[tuple[object, ...], str]:
        if found is None:
            return ((self.slot.waiting,) if not self.stack.height else (), "")
        slot, row = found
        chosen = self._is_chosen(slot, row)
        if row.id[0] == TARGET:
            return (*connection_rows.target_signature(slot, self.stack.name(slot)), row, chosen), ""
        sign = connection_rows.signature(slot.view, row)
        age = ""
        if row.id[0] in (CLIENT, WORKER):
            age = connection_rows.age_of(slot.view, row)
        return (slot.number, *sign, chosen, connection_rows.margin(slot.view, row, chosen)), age

    def _is_chosen(self, slot: Slot, row: Row) -> bool:
        return row.id == self.selected and slot is self.slot

    def _resettle(self) -> None:
        """Rows came, went or moved: find the cursor's line, keep it where it is on the screen."""
        top, line = self.scroll_offset.y, self._line
        on_screen = top <= line < top + self.rows
        if self.wanted is not None and self.select_row(self.wanted[1], self.wanted[0]):
            return
        found = self.stack.find(self.slot, self.selected) if self.selected else None
        self._measure()
        if found is not None:
            self._line = found
            if on_screen and found != line:
                self._scroll(found - (line - top))
        elif self.slot not in self.stack.slots or (self.slot.folded and self.stack.several):
            self.select(self._line)
        elif self.selected is None or self.selected[0] != CLIENT:
            # A client that is gone stays selected; of a heading nothing can be lost.
            self._select_first()

    def _select_first(self) -> None:
        """Select what the user most likely wants to see: the first client near the top."""
        for line in range(self._line, min(self.stack.height, self._line + 4)):
            found = self.stack.row(line)
            if found is not None and found[1].id[0] == CLIENT:
                self.select(line)
                return

    def _scroll(self, y: int) -> None:
        most = max(0, self.stack.height - self.rows)
        # Forced: Textual believes that nothing scrolls until it has laid out a scrollbar.
        self.scroll_to(y=max(0, min(y, most)), animate=False, force=True)

    # --- the cursor --------------------------------------------------------------------------

    def select(self, line: int) -> None:
        """Select the row at a line, the nearest one if there is none."""
        self.wanted = None
        line = max(0, min(line, self.stack.height - 1))
        found = self.stack.row(line)
        if found is None:
            return
        self._line = line
        slot, row = found
        if row.id != self.selected or slot is not self.slot:
            self.slot, self.selected = slot, row.id
            self.aim()
            self.post_message(self.Selected())
        self.show_cursor()
        self.touch()

    def select_row(self, row: RowId, slot: Slot | None = None) -> bool:
        """Select a row by id, unfolded if need be; says whether it is there to be selected."""
        slot = slot or self.slot
        if slot in self.stack.slots and self._unfold(slot, row):
            self._measure()
            self.refresh()
        line = self.stack.find(slot, row)
        if line is None:
            return False
        self.select(line)
        return True

    def _unfold(self, slot: Slot, row: RowId) -> bool:
        was_folded, slot.folded = slot.folded, slot.folded and row[0] == TARGET
        return slot.view.layout.reveal(row) or was_folded != slot.folded

    def step(self, lines: int) -> None:
        """Move the cursor; from a row that is gone, to what stands in its place."""
        hidden = self.selected is not None and self.stack.find(self.slot, self.selected) is None
        self.select(self._line if hidden and abs(lines) == 1 else self._line + lines)

    def show_cursor(self) -> None:
        """Scroll as little as needed to see the cursor."""
        top, height = self.scroll_offset.y, self.rows
        if self._line < top:
            self._scroll(0 if self._line <= 1 else self._line)
        elif height and self._line >= top + height:
            self._scroll(self._line - height + 1)

    def on_click(self, event: events.Click) -> None:
        """Select the line that was clicked; twice, fold or unfold a heading."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head:
            return
        line = self.scroll_offset.y + offset.y - self.head
        found = self.stack.row(line)
        if found is None:
            return
        self.select(line)
        if event.chain == 2 and found[1].id[0] not in (CLIENT, WORKER):
            self.post_message(self.Opened())

    # --- drawing -----------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Columns come and go with the width."""
        self._columns = None
        self._measure()
        self.show_cursor()

    def notify_style_update(self) -> None:
        """Another theme: every line looks different."""
        super().notify_style_update()
        self._drawn = {}

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor of a list without focus is paler."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Line API of Textual."""
        width, head = self.room, self.head
        if y < head:
            return self.strip(header_lines.titles(self.columns), width)
        found = self.stack.row(self.scroll_offset.y + y - head)
        self._drawn[y] = self._look(found)
        if found is None:
            return self.strip(self._empty(y), width)
        slot, row = found
        chosen = self._is_chosen(slot, row)
        under = ("cursor" if self.has_focus else "cursor-blurred") if chosen else ""
        if row.id[0] == TARGET:
            parts = connection_rows.target_line(slot, self.stack.name(slot), width - 1)
        else:
            parts = connection_rows.line(slot.view, row, self.columns, width - 1)
        return self.strip([connection_rows.margin(slot.view, row, chosen), *parts], width, under)

    def _empty(self, y: int) -> list[Span]:
        if self.stack.height:
            return []
        said = header_lines.empty(self.slot.waiting, self.room)
        place = y - min(self.head + 1, self.size.height - 1)
        return said[place] if 0 <= place < len(said) else []


def reaches_others(found: Changes) -> bool:
    """Whether a change may show in more rows than those of the clients that changed."""
    return any((found.aliases, found.verdicts, found.workers, found.connections, found.sockets))
