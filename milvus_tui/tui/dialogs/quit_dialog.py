"""Asks whether a program that still runs is to keep running after the dashboard quits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Static

from milvus_tui.sessions.program.program_exit import DETACH, STOP
from milvus_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class QuitDialog(Dialog[str]):
    """Answers `STOP` or `DETACH`. The focus is on "Keep watching": Enter alone does no harm."""

    BINDINGS = [
        Binding("s,e", f"answer('{STOP}')", "Stop", show=False),
        Binding("d,l", f"answer('{DETACH}')", "Detach", show=False),
        Binding("k,q", "leave", "Keep watching", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#keep"

    def __init__(self, command: str, pid: int | None) -> None:
        super().__init__()
        self.command = command
        self.pid = pid

    def compose(self) -> ComposeResult:
        """The question, and three answers."""
        with VerticalScroll(id="dialog", classes="narrow danger", can_focus=False) as dialog:
            dialog.border_title = "The program still runs"
            question = (
                f"{self.command} (pid {self.pid})\n\n"
                "Stop sends SIGTERM, then SIGKILL if the program does not end.\n"
                "After Detach, its further output is shown nowhere."
                f" To watch it again: milvus-tui attach {self.pid}"
            )
            yield Static(question, classes="message", markup=False)
            with Vertical(classes="choices"):
                yield Button("Keep watching (k)", id="keep")
                yield Button("Detach, keep it running (d)", id=DETACH)
                yield Button("Stop the program (s)", id=STOP, variant="error")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by a button."""
        chosen = event.button.id
        self.dismiss(chosen if chosen in (STOP, DETACH) else None)

    def action_answer(self, chosen: str) -> None:
        """Answer by a key."""
        self.dismiss(chosen)
