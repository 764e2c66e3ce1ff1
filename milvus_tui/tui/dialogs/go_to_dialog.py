"""Asks for a client's number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label

from milvus_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class GoToDialog(Dialog[int]):
    """Answers the number; the user may type it with or without the `c`."""

    def compose(self) -> ComposeResult:
        """One line."""
        with VerticalScroll(id="dialog", classes="narrow", can_focus=False) as dialog:
            dialog.border_title = "Go to a client"
            with Horizontal(classes="row"):
                yield Label("Client", classes="name")
                yield Input(placeholder="its number, such as 7 or c7", restrict=r"c?[0-9]*")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer the number."""
        digits = event.value.removeprefix("c")
        self.dismiss(int(digits) if digits else None)
