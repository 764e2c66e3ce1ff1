"""Asks how many threads a client is handed to, and how often they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, Static

from milvus_tui.model.text import client_name
from milvus_tui.tui.dialogs.dialog import Dialog
from milvus_tui.tui.form_values import ThreadsValues

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ThreadsDialog(Dialog[ThreadsValues]):
    """Answers valid values."""

    AUTO_FOCUS = "#count"

    def __init__(self, client: int, last: ThreadsValues, interval: float) -> None:
        super().__init__()
        self.client = client
        self.last = last
        self.interval = interval

    def compose(self) -> ComposeResult:
        """Two fields."""
        with VerticalScroll(id="dialog", classes="narrow", can_focus=False) as dialog:
            dialog.border_title = f"Hand {client_name(self.client)} to threads"
            with Horizontal(classes="row"):
                yield Label("Threads", classes="name")
                yield Input(self.last.count, id="count", classes="short")
            with Horizontal(classes="row"):
                yield Label("Interval", classes="name")
                usual = f"{self.interval:g}"
                yield Input(self.last.interval, id="interval", classes="short", placeholder=usual)
                yield Label("seconds", classes="hint")
            yield Static("", classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Start", id="start", variant="primary")

    def on_input_submitted(self) -> None:
        """Start: Enter does so in every field."""
        self._start()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start or cancel."""
        if event.button.id == "start":
            self._start()
        else:
            self.dismiss(None)

    def _start(self) -> None:
        values = ThreadsValues(
            self.query_one("#count", Input).value, self.query_one("#interval", Input).value
        )
        try:
            values.arguments()
        except ValueError as error:
            self.query_one(".problem", Static).update(str(error))
            return
        self.dismiss(values)
