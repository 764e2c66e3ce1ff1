"""Asks which running process to watch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Static

from milvus_tui.model.text import age
from milvus_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual.app import ComposeResult

    from milvus_tui.sessions.attached_session import FoundProcess
    from milvus_tui.sessions.process_list import ProcessList

MARK = "❯"
"""Before the selected line: colour is never the only difference."""

COLUMNS = ("mark", "pid", "program", "pymilvus", "clients", "started by", "started")

NO_PROCESS = (
    "None of your processes has an agent, or the dashboard watches all of those already. Start a"
    " program with milvus-tui run -- COMMAND, or with MILVUS_TUI=1 in its environment: it then"
    " appears here."
)

SCAN_SECONDS = 1.0


class ProcessDialog(Dialog[Path]):
    """A table of processes, kept up to date. Answers the path of a process's socket."""

    BINDINGS = [
        Binding("q", "leave", "Leave", show=False),
        Binding("j", "move('down')", show=False),
        Binding("k", "move('up')", show=False),
    ]
    AUTO_FOCUS = "DataTable"

    class Changed(Message):
        """The list may have changed."""

    def __init__(
        self,
        process_list: ProcessList,
        known: Callable[[], Collection[int]],
        clock: Callable[[], float],
    ) -> None:
        """Ask.

        Args:
            known: returns the pids of watched processes, which are not listed.
        """
        super().__init__()
        self.process_list = process_list
        self.known = known
        self.clock = clock
        self.table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False)
        self._paths: dict[str, Path] = {}
        self._cells: dict[str, tuple[str, ...]] = {}
        self._marked: str | None = None
        """The row of the cursor: the first row until the user moves the cursor."""
        self._moved = False

    def compose(self) -> ComposeResult:
        """The table, and a text for an empty table."""
        with Vertical(id="dialog", classes="wide") as dialog:
            dialog.border_title = "Watch a process"
            dialog.border_subtitle = "Enter watches it · q cancels"
            yield self.table
            yield Static(NO_PROCESS, classes="message", id="no-process")

    def on_mount(self) -> None:
        """Scan for processes now, and then each second."""
        for name in COLUMNS:
            self.table.add_column("" if name == "mark" else name, key=name)
        self.process_list.open(self.report_change)
        self._scan()
        self.set_interval(SCAN_SECONDS, self._scan)
        self._show()

    def on_unmount(self) -> None:
        """Stop to follow the list, in a thread: disconnecting from each agent takes a moment."""
        self.app.run_worker(
            lambda: self.process_list.close(self.report_change), thread=True, exit_on_error=False
        )

    def report_change(self) -> None:
        """The process list calls this after each change, from any thread."""
        if self.is_running:
            self.post_message(self.Changed())

    def _scan(self) -> None:
        self.run_worker(
            self.process_list.refresh,
            thread=True,
            exclusive=True,
            group="scan",
            exit_on_error=False,
        )
        self._show()

    def on_process_dialog_changed(self) -> None:
        """A process started, ended, or created a client."""
        self._show()

    def _show(self) -> None:
        known, now = self.known(), self.clock()
        found = {str(f.path): f for f in self.process_list.found if f.target.pid not in known}
        if self._marked not in found or not self._moved:
            self._marked = next(iter(found), None)
        rows = {
            key: (MARK if key == self._marked else " ", *cells_of(each, now))
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
        self.query_one("#no-process").display = not rows
        if rows and not self.table.has_focus:
            self.table.focus()

    def _fill(self, rows: dict[str, tuple[str, ...]]) -> None:
        """Replace the rows; the cursor stays on its process."""
        with self.prevent(DataTable.RowHighlighted):
            self.table.clear()
            for key, cells in rows.items():
                self.table.add_row(*map(Text, cells), key=key)
            if self._marked is not None:
                self.table.move_cursor(row=[*rows].index(self._marked))
        self._cells = rows

    def action_move(self, way: str) -> None:
        """Move the cursor up or down."""
        move = self.table.action_cursor_down if way == "down" else self.table.action_cursor_up
        move()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Mark the row of the cursor."""
        if event.row_key.value != self._marked:
            self._marked, self._moved = event.row_key.value, True
            self._show()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Answer the chosen process."""
        if event.row_key.value is not None:
            self.dismiss(self._paths[event.row_key.value])


def cells_of(found: FoundProcess, now: float) -> tuple[str, ...]:
    """The cells of a process."""
    target = found.target
    return (
        str(target.pid),
        target.command,
        target.pymilvus or "not yet",
        str(found.clients),
        target.started_by,
        f"{age(now - target.started)} ago",
    )
