"""The connections panel: sockets, connections, aliases, clients and threads, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from milvus_tui.model.row_ids import ATTEMPT, CLIENT, TARGET, WORKER, Row, RowId
from milvus_tui.tui.render import connection_rows, header_lines
from milvus_tui.tui.render.columns import Columns, columns
from milvus_tui.tui.widgets.styled_widget import StyledWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.strip import Strip

    from milvus_tui.model.changes import Changes
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_list import ShownTarget, TargetList
    from milvus_tui.tui.view import View


TITLED = 18
"""The fewest lines of a terminal on which the columns have titles."""

FEW = 8
"""The most changed clients whose lines are looked up; for more, each visible row is compared."""


class ConnectionsPanel(StyledWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling list of the rows of all targets. Only lines that changed are drawn again.

    The panel selects a row by its id. A row that was removed stays selected until the user moves
    the cursor, so that no key acts on the row that took its place.
    """

    ALLOW_SELECT = False

    class Selected(Message):
        """The user selected another row."""

    class Opened(Message):
        """The user double-clicked a heading, which is selected by then."""

    def __init__(self, target_list: TargetList) -> None:
        super().__init__(id="connections")
        self.target_list = target_list
        self.selected_target = target_list.targets[0]
        """The target of the selected row."""
        self.selected: RowId | None = None
        self.pending_selection: tuple[ShownTarget, RowId] | None = None
        """A row to select as soon as it arrives, unless the user moves the cursor before."""
        self.to_all = False
        """Whether actions apply to all targets, so that all targets show the marks."""
        self._line = 0
        """The line of the selected row; its last line if the row was removed."""
        self._drawn: dict[int, tuple[tuple[object, ...], str]] = {}
        """By visible line, what it was drawn from: its signature and its age."""
        self._columns: Columns | None = None

    @property
    def view(self) -> View:
        """The view of the selected row's target."""
        return self.selected_target.view

    @property
    def columns(self) -> Columns:
        """The columns at the present width."""
        if self._columns is None:
            self._columns = columns(max(1, self.room - 1), tree=self.view.layout.tree)
        return self._columns

    @property
    def head(self) -> int:
        """How many lines above the rows do not scroll: the column titles, or none."""
        return 1 if self.app.size.height >= TITLED else 0

    @property
    def rows(self) -> int:
        """How many rows fit into the panel."""
        return max(0, self.size.height - self.head)

    # --- changes -----------------------------------------------------------------------------

    def follow_view(self, shown_target: ShownTarget, rearranged: bool, changes: Changes) -> None:
        """Draw what changed when the view of a target took in another snapshot."""
        if rearranged:
            self._keep_cursor()
        marks = self.mark_close_impact()
        changed = changes.clients.changed
        if rearranged or marks or len(changed) > FEW or reaches_others(changes):
            self.redraw_changed()
        elif changes.clients:
            self.redraw_changed(
                [self.target_list.find(shown_target, (CLIENT, key)) for key in changed]
            )

    def mark_close_impact(self) -> bool:
        """Mark what close() of the selected client would break; returns whether marks changed."""
        changed = [
            shown_target.view.mark_close_impact(
                self.selected if self.to_all or shown_target is self.selected_target else None
            )
            for shown_target in self.target_list.targets
        ]
        return any(changed)

    def rearranged(self) -> None:
        """Draw a view that was laid out in another way."""
        self._columns = None
        self._keep_cursor()
        self.refresh()

    def targets_changed(self) -> None:
        """Draw the rows again after the targets, or their order, changed."""
        if self.selected_target not in self.target_list.targets and not self.target_list.height:
            # There is no row to select: the next row will be one of the first target.
            self.selected_target, self.selected, self._line = self.target_list.targets[0], None, 0
        self.rearranged()

    def folded(self, heading: RowId) -> None:
        """Draw a heading of the selected target whose rows were folded or unfolded."""
        top = self.target_list.find(self.selected_target, heading)
        self._measure()
        self.refresh()
        if top is not None:
            self.select(top)

    def redraw_changed(self, lines: Iterable[int | None] | None = None) -> None:
        """Draw the visible rows again that would look different now.

        Args:
            lines: the lines of the layout to compare; None for all.
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
            and self._drawn.get(y) != self._drawn_from(self.target_list.row(top + y - head))
        ]
        if changed:
            self.refresh(*changed)

    def _measure(self) -> None:
        self.virtual_size = Size(self.room, self.target_list.height + self.head)

    def _drawn_from(self, found: tuple[ShownTarget, Row] | None) -> tuple[tuple[object, ...], str]:
        if found is None:
            return ((self.selected_target.waiting,) if not self.target_list.height else (), "")
        shown_target, row = found
        chosen = self._is_chosen(shown_target, row)
        if row.id[0] == TARGET:
            return (
                *connection_rows.target_signature(
                    shown_target, self.target_list.name(shown_target)
                ),
                row,
                chosen,
            ), ""
        sign = connection_rows.signature(shown_target.view, row)
        age = ""
        if row.id[0] in (ATTEMPT, CLIENT, WORKER):
            age = connection_rows.age_of(shown_target.view, row)
        return (
            shown_target.number,
            *sign,
            chosen,
            connection_rows.margin(shown_target.view, row, chosen),
        ), age

    def _is_chosen(self, shown_target: ShownTarget, row: Row) -> bool:
        return row.id == self.selected and shown_target is self.selected_target

    def _keep_cursor(self) -> None:
        """Find the cursor's line after a change of rows, and keep its place on the screen."""
        top, line = self.scroll_offset.y, self._line
        on_screen = top <= line < top + self.rows
        pending = self.pending_selection
        if pending is not None and self.select_row(pending[1], pending[0]):
            return
        found = (
            self.target_list.find(self.selected_target, self.selected) if self.selected else None
        )
        self._measure()
        if found is not None:
            self._line = found
            if on_screen and found != line:
                self._scroll(found - (line - top))
        elif self.selected_target not in self.target_list.targets or (
            self.selected_target.folded and self.target_list.several
        ):
            self.select(self._line)
        elif self.selected is None or self.selected[0] != CLIENT:
            # A removed client stays selected. A removed heading does not: no key acts on it.
            self._select_first()

    def _select_first(self) -> None:
        """Select the first client near the top: most likely the row the user wants to see."""
        for line in range(self._line, min(self.target_list.height, self._line + 4)):
            found = self.target_list.row(line)
            if found is not None and found[1].id[0] == CLIENT:
                self.select(line)
                return

    def _scroll(self, y: int) -> None:
        most = max(0, self.target_list.height - self.rows)
        # Forced: before Textual has laid out a scrollbar, it ignores a request to scroll.
        self.scroll_to(y=max(0, min(y, most)), animate=False, force=True)

    # --- the cursor --------------------------------------------------------------------------

    def select(self, line: int) -> None:
        """Select the row at a line, or the nearest row."""
        self.pending_selection = None
        line = max(0, min(line, self.target_list.height - 1))
        found = self.target_list.row(line)
        if found is None:
            return
        self._line = line
        shown_target, row = found
        if row.id != self.selected or shown_target is not self.selected_target:
            self.selected_target, self.selected = shown_target, row.id
            self.mark_close_impact()
            self.post_message(self.Selected())
        self.show_cursor()
        self.redraw_changed()

    def select_row(self, row: RowId, shown_target: ShownTarget | None = None) -> bool:
        """Select a row by its id, and unfold its headings; returns whether the row exists."""
        shown_target = shown_target or self.selected_target
        if shown_target in self.target_list.targets and self._unfold(shown_target, row):
            self._measure()
            self.refresh()
        line = self.target_list.find(shown_target, row)
        if line is None:
            return False
        self.select(line)
        return True

    def _unfold(self, shown_target: ShownTarget, row: RowId) -> bool:
        was_folded, shown_target.folded = (
            shown_target.folded,
            shown_target.folded and row[0] == TARGET,
        )
        return shown_target.view.layout.reveal(row) or was_folded != shown_target.folded

    def step(self, lines: int) -> None:
        """Move the cursor; from a removed row, one step leads to the row that took its place."""
        hidden = (
            self.selected is not None
            and self.target_list.find(self.selected_target, self.selected) is None
        )
        self.select(self._line if hidden and abs(lines) == 1 else self._line + lines)

    def show_cursor(self) -> None:
        """Scroll as little as needed to show the cursor."""
        top, height = self.scroll_offset.y, self.rows
        if self._line < top:
            self._scroll(0 if self._line <= 1 else self._line)
        elif height and self._line >= top + height:
            self._scroll(self._line - height + 1)

    def on_click(self, event: events.Click) -> None:
        """Select the clicked line; a double click folds or unfolds a heading."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.head:
            return
        line = self.scroll_offset.y + offset.y - self.head
        found = self.target_list.row(line)
        if found is None:
            return
        self.select(line)
        if event.chain == 2 and found[1].id[0] not in (CLIENT, WORKER):
            self.post_message(self.Opened())

    # --- drawing -----------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Choose the columns anew for the width."""
        self._columns = None
        self._measure()
        self.show_cursor()

    def notify_style_update(self) -> None:
        """Forget what was drawn: with another theme, every line looks different."""
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
        found = self.target_list.row(self.scroll_offset.y + y - head)
        self._drawn[y] = self._drawn_from(found)
        if found is None:
            return self.strip(self._empty(y), width)
        shown_target, row = found
        chosen = self._is_chosen(shown_target, row)
        under = ("cursor" if self.has_focus else "cursor-blurred") if chosen else ""
        if row.id[0] == TARGET:
            spans = connection_rows.target_line(
                shown_target, self.target_list.name(shown_target), width - 1
            )
        else:
            spans = connection_rows.line(shown_target.view, row, self.columns, width - 1)
        return self.strip(
            [connection_rows.margin(shown_target.view, row, chosen), *spans], width, under
        )

    def _empty(self, y: int) -> list[Span]:
        if self.target_list.height:
            return []
        lines = header_lines.empty(self.selected_target.waiting, self.room)
        place = y - min(self.head + 1, self.size.height - 1)
        return lines[place] if 0 <= place < len(lines) else []


def reaches_others(changes: Changes) -> bool:
    """Whether changes may show in rows of other things than the changed clients."""
    return any(
        (changes.aliases, changes.verdicts, changes.workers, changes.connections, changes.sockets)
    )
