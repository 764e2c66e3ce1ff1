"""The line in which a filter is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget


class FilterBar(Input):
    """Filters at each keystroke; Enter goes back to the filtered widget, Esc shows all rows."""

    def __init__(self, name: str, home: Widget, narrow: Callable[[str], None]) -> None:
        """A line that filters what a widget shows.

        Args:
            name: what the widget shows, such as `row`.
            home: the widget, which gets the focus back.
            narrow: called with the text at each change.
        """
        super().__init__(
            classes="filter", placeholder=f"filter: any text of a {name}; Esc shows all"
        )
        self.home = home
        self.narrow = narrow

    def open(self) -> None:
        """Show the line and give it the focus."""
        self.display = True
        self.focus()

    def close(self) -> None:
        """Hide the line, clear it, and show all rows."""
        self.display = False
        with self.prevent(Input.Changed):
            self.value = ""
        self.narrow("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what is typed so far."""
        event.stop()
        self.narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the focus back to the filtered widget."""
        event.stop()
        self.home.focus()
