"""The base of all dialogs: a panel over the dimmed screen, which Esc closes."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A modal screen that Esc closes without an answer."""

    CSS_PATH = "dialog.tcss"
    BINDINGS = [Binding("escape", "leave", "Cancel", show=False)]

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
