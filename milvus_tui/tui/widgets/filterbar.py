"""The line in which a filter is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable


class FilterBar(Input):
    """Filters while one types; Enter goes back to the rows, Esc shows all of them."""

    def __init__(self, narrow: Callable[[str], None]) -> None:
        super().__init__(id="filter", placeholder="filter: any text of a row; Esc shows all")
        self.narrow = narrow

    def open(self) -> None:
        """Show the line and write in it."""
        self.display = True
        self.focus()

    def close(self) -> None:
        """Hide the line and forget what was typed."""
        self.display = False
        with self.prevent(Input.Changed):
            self.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter counts."""
        event.stop()
        self.narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the rows."""
        event.stop()
        self.screen.query_one("#wiring").focus()
