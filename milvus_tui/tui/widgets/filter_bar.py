"""The line in which a filter is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget


class FilterBar(Input):
    """Filters while one types; Enter goes back to the rows, Esc shows all of them."""

    def __init__(self, name: str, home: Widget, narrow: Callable[[str], None]) -> None:
        """A line that filters what a widget shows.

        Args:
            name: what is filtered, such as `row`.
            home: the widget, which gets the focus back.
            narrow: is told what was typed.
        """
        super().__init__(
            classes="filter", placeholder=f"filter: any text of a {name}; Esc shows all"
        )
        self.home = home
        self.narrow = narrow

    def open(self) -> None:
        """Show the line and write in it."""
        self.display = True
        self.focus()

    def close(self) -> None:
        """Hide the line, forget what was typed, and show all."""
        self.display = False
        with self.prevent(Input.Changed):
            self.value = ""
        self.narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter counts."""
        event.stop()
        self.narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the rows."""
        event.stop()
        self.home.focus()
