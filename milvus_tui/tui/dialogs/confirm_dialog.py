"""Asks before an action that breaks other clients, and names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from milvus_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ConfirmDialog(Dialog[bool]):
    """Answers True or False. The focus is on Cancel, so that Enter alone does no harm."""

    BINDINGS = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#no"

    def __init__(self, question: str, consequences: str, verb: str) -> None:
        super().__init__()
        self.question = question
        self.consequences = consequences
        self.verb = verb

    def compose(self) -> ComposeResult:
        """The question, and two answers."""
        with VerticalScroll(id="dialog", classes="narrow danger", can_focus=False) as dialog:
            dialog.border_title = self.question
            yield Static(self.consequences, classes="message", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Cancel (n)", id="no")
                yield Button(f"{self.verb} (y)", id="yes", variant="error")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by a button."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer by a key."""
        self.dismiss(yes)
