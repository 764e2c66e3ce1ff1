"""Asks what becomes of a program that still runs when the dashboard ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from milvus_tui.sessions.program.program_exit import END, LEAVE
from milvus_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class QuitDialog(Dialog[str]):
    """Answers `END` or `LEAVE`. The focus is on staying, so that Enter alone does no harm."""

    BINDINGS = [
        Binding("e", f"answer('{END}')", "End", show=False),
        Binding("l", f"answer('{LEAVE}')", "Leave", show=False),
        Binding("s,q", "leave", "Stay", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#stay"

    def __init__(self, command: str, pid: int | None) -> None:
        super().__init__()
        self.command = command
        self.pid = pid

    def compose(self) -> ComposeResult:
        """The question, and three answers."""
        with VerticalScroll(id="dialog", classes="narrow danger", can_focus=False) as dialog:
            dialog.border_title = "The program still runs"
            said = (
                f"{self.command} (pid {self.pid})\n\n"
                "End it: SIGTERM, and SIGKILL if it does not end.\n"
                "Leave it: it runs on; attach watches it again. What it prints from then on is"
                " not shown anywhere."
            )
            yield Static(said, classes="said", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Stay (s)", id="stay")
                yield Button("Leave (l)", id=LEAVE)
                yield Button("End (e)", id=END, variant="error")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the buttons."""
        chosen = event.button.id
        self.dismiss(chosen if chosen in (END, LEAVE) else None)

    def action_answer(self, chosen: str) -> None:
        """One of the keys."""
        self.dismiss(chosen)
