"""The bottom of the main screen: the events, or what the program prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from milvus_tui.model.text import plural

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from milvus_tui.tui.widgets.event_log import EventLog
    from milvus_tui.tui.widgets.output import OutputPane


class BottomPanel(Container):
    """Shows the events or the output, one at a time. A lab has no output."""

    def __init__(self, events: EventLog, output: OutputPane | None) -> None:
        super().__init__(id="bottom")
        self.events = events
        self.output = output
        self.pane: EventLog | OutputPane = output or events
        """The pane that is shown."""
        self.events.display = self.pane is events

    def compose(self) -> ComposeResult:
        """Both; one of them is hidden."""
        if self.output is not None:
            yield self.output
        yield self.events

    def shows(self, pane: EventLog | OutputPane) -> bool:
        """Whether a pane is in sight."""
        return self.display and self.pane is pane

    def show(self, pane: EventLog | OutputPane) -> None:
        """Show a pane, whatever the size of the terminal."""
        self.remove_class("-off")
        self.add_class("-on")
        if self.pane is not pane:
            self.pane.display = False
            self.pane = pane
            pane.display = True

    def hide(self) -> None:
        """Hide both panes."""
        self.remove_class("-on")
        self.add_class("-off")

    def show_unseen(self) -> None:
        """Show below the output how many events the user has not seen."""
        if self.output is not None:
            unseen = self.events.unseen if self.pane is self.output else 0
            self.output.unseen = f"{plural(unseen, 'new event')}: e" if unseen else ""
            self.output.show_border()
