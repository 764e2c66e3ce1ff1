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
    """One of the two at a time, in the same place. A lab's program prints nothing."""

    def __init__(self, events: EventLog, output: OutputPane | None) -> None:
        super().__init__(id="bottom")
        self.events = events
        self.output = output
        self.pane: EventLog | OutputPane = output or events
        """The one that is shown."""
        self.events.display = self.pane is events

    def compose(self) -> ComposeResult:
        """Both; one of them is hidden."""
        if self.output is not None:
            yield self.output
        yield self.events

    def shows(self, pane: EventLog | OutputPane) -> bool:
        """Whether it is to be seen."""
        return self.display and self.pane is pane

    def show(self, pane: EventLog | OutputPane) -> None:
        """Show one of the two, whatever the size of the terminal would do."""
        self.remove_class("-off")
        self.add_class("-on")
        if self.pane is not pane:
            self.pane.display = False
            self.pane = pane
            pane.display = True

    def hide(self) -> None:
        """Show neither."""
        self.remove_class("-on")
        self.add_class("-off")

    def tell(self) -> None:
        """Say below the output that there are events that were not seen."""
        if self.output is not None:
            unseen = self.events.unseen if self.pane is self.output else 0
            self.output.news = f"{plural(unseen, 'new event')}: e" if unseen else ""
            self.output.say()
