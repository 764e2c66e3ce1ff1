"""Asks which of the processes that run already is to be watched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Static

from milvus_tui.model.text import age
from milvus_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual.app import ComposeResult

    from milvus_tui.sessions.attached_session import FoundProcess
    from milvus_tui.sessions.process_list import ProcessList

MARK = "❯"
"""Before the selected line: colour is never the only difference."""

COLUMNS = ("mark", "pid", "program", "pymilvus", "clients", "door", "started")

NOBODY = (
    "No process of yours has an agent, or none that is not watched here already. Start one with"
    " milvus-tui run -- COMMAND, or with MILVUS_TUI=1 in its environment: it comes up here."
)

LOOK_SECONDS = 1.0


class ProcessDialog(Dialog[Path]):
    """A table that follows the processes as they come and go. Answers a socket's path."""

    BINDINGS = [
        Binding("q", "leave", "Leave", show=False),
        Binding("j", "move('down')", show=False),
        Binding("k", "move('up')", show=False),
    ]
    AUTO_FOCUS = "DataTable"

    class Changed(Message):
        """The list may be another one."""

    def __init__(
        self, roster: ProcessList, known: Callable[[], Collection[int]], clock: Callable[[], float]
    ) -> None:
        """Ask.

        Args:
            known: pids of processes that are watched already, and not listed.
        """
        super().__init__()
        self.roster = roster
        self.known = known
        self.clock = clock
        self.table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False)
        self._paths: dict[str, Path] = {}
        self._cells: dict[str, tuple[str, ...]] = {}
        self._marked: str | None = None
        """The row of the cursor: the first one, until the user moves it."""
        self._moved = False

    def compose(self) -> ComposeResult:
        """The table, and what to do where it is empty."""
        with Vertical(id="dialog", classes="wide") as dialog:
            dialog.border_title = "Watch a process"
            dialog.border_subtitle = "Enter watches it · q leaves"
            yield self.table
            yield Static(NOBODY, classes="said", id="nobody")

    def on_mount(self) -> None:
        """Look at once, and then again and again."""
        for name in COLUMNS:
            self.table.add_column("" if name == "mark" else name, key=name)
        self.roster.open(self.tell)
        self._look()
        self.set_interval(LOOK_SECONDS, self._look)
        self._show()

    def on_unmount(self) -> None:
        """Look no longer; leaving each agent takes a moment, and the next list may be there."""
        self.app.run_worker(lambda: self.roster.close(self.tell), thread=True, exit_on_error=False)

    def tell(self) -> None:
        """Called from any thread."""
        if self.is_running:
            self.post_message(self.Changed())

    def _look(self) -> None:
        self.run_worker(
            self.roster.refresh, thread=True, exclusive=True, group="look", exit_on_error=False
        )
        self._show()

    def on_process_dialog_changed(self) -> None:
        """A process came, went, or made a client."""
        self._show()

    def _show(self) -> None:
        known, now = self.known(), self.clock()
        found = {str(f.path): f for f in self.roster.found if f.target.pid not in known}
        if self._marked not in found or not self._moved:
            self._marked = next(iter(found), None)
        rows = {
            key: (MARK if key == self._marked else " ", *words(each, now))
            for key, each in found.items()
        }
        if [*rows] != [*self._cells]:
            self._fill(rows)
        for key, cells in rows.items():
            for name, old, new in zip(COLUMNS, self._cells[key], cells, strict=True):
                if old != new:
                    self.table.update_cell(key, name, Text(new), update_width=True)
        self._cells = rows
        self._paths = {key: each.path for key, each in found.items()}
        self.table.display = bool(rows)
        self.query_one("#nobody").display = not rows
        if rows and not self.table.has_focus:
            self.table.focus()

    def _fill(self, rows: dict[str, tuple[str, ...]]) -> None:
        """Other processes: the cursor stays on the one that it is on."""
        with self.prevent(DataTable.RowHighlighted):
            self.table.clear()
            for key, cells in rows.items():
                self.table.add_row(*map(Text, cells), key=key)
            if self._marked is not None:
                self.table.move_cursor(row=[*rows].index(self._marked))
        self._cells = rows

    def action_move(self, way: str) -> None:
        """Up and down, as elsewhere."""
        move = self.table.action_cursor_down if way == "down" else self.table.action_cursor_up
        move()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """The cursor is on another row."""
        if event.row_key.value != self._marked:
            self._marked, self._moved = event.row_key.value, True
            self._show()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """One was chosen."""
        if event.row_key.value is not None:
            self.dismiss(self._paths[event.row_key.value])


def words(found: FoundProcess, now: float) -> tuple[str, ...]:
    """What the table says of a process."""
    target = found.target
    return (
        str(target.pid),
        target.command,
        target.pymilvus or "not yet",
        str(found.clients),
        target.started_by,
        f"{age(now - target.started)} ago",
    )
