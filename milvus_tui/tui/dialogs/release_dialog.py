"""Asks which release of pymilvus another target runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from milvus_tui.sessions.releases.release_environments import INSTALLED, KNOWN, REPRESENTATIVES
from milvus_tui.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

SUMMARIES = {
    "2.4.15": "a connection for each client",
    "2.5.11": "a connection for each client, or each alias=",
    "2.5.12": "shared by URI and user; close() breaks all sharers",
    "2.5.18": "shared by URI, database, login; close() breaks all",
    "2.6.6": "the same: the generation that the guide describes",
    "2.6.9": "shared by URI and login; close() breaks all",
    "2.6.10": "shared; close() breaks no other client; no alias=",
    "2.6.17": "the same",
    "3.0.2": "the same",
    INSTALLED: "the release installed beside milvus-tui",
}
"""How the representative releases differ, in a few words. The target shows the whole rule."""


def choices(needle: str) -> list[str]:
    """The releases that contain a text; the representatives of a generation come first."""
    later = [release for release in reversed(KNOWN) if release not in REPRESENTATIVES]
    found = [r for r in (*REPRESENTATIVES, INSTALLED, *later) if needle in r]
    # The user may know a release that is newer than this list.
    return found or ([needle] if needle[:1].isdigit() else [])


class ReleaseDialog(Dialog[str]):
    """Answers a release, or `installed`."""

    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self) -> None:
        super().__init__()
        self._needle = ""
        """The text that the list was filtered by."""

    def compose(self) -> ComposeResult:
        """A line for the filter, and the list below it."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = "New target"
            dialog.border_subtitle = "Enter opens it · Esc cancels"
            yield Static(
                "Another process with its own pymilvus, on the same server:", classes="message"
            )
            yield Input(placeholder="type to filter, such as 2.6", id="needle")
            yield OptionList(id="releases", markup=False)

    def on_mount(self) -> None:
        """List all releases."""
        self.query_one(OptionList).can_focus = False
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the releases that contain the text."""
        self._fill(event.value)

    def _fill(self, text: str) -> None:
        self._needle = needle = text.strip().lower()
        options = self.query_one(OptionList)
        options.clear_options()
        for release in choices(needle):
            options.add_option(
                Option(Text(f"{release:<10} {SUMMARIES.get(release, '')}"), id=release)
            )
        options.highlighted = 0 if options.option_count else None

    def action_move(self, by: int) -> None:
        """Highlight another release; the focus stays on the filter."""
        options = self.query_one(OptionList)
        if options.option_count:
            place = (options.highlighted or 0) + by
            options.highlighted = max(0, min(place, options.option_count - 1))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer the highlighted release.

        Enter may overtake the message of the last letters that were typed before it.
        """
        if event.value.strip().lower() != self._needle:
            self._fill(event.value)
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer the clicked release."""
        self.dismiss(event.option.id)
