"""The panels of the main screen: shown and hidden, enlarged, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.widget import Widget

    from milvus_tui.tui.widgets.bottom_panel import BottomPanel
    from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel
    from milvus_tui.tui.widgets.event_log import EventLog
    from milvus_tui.tui.widgets.filter_bar import FilterBar
    from milvus_tui.tui.widgets.footer import Footer
    from milvus_tui.tui.widgets.output import OutputPane


class PanelScreen(Screen[None]):
    """What the main screen does with its panels, whatever they show."""

    connections_panel: ConnectionsPanel
    bottom: BottomPanel
    output: OutputPane | None
    footer: Footer

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._filters: dict[ConnectionsPanel | OutputPane, FilterBar] = {}
        """The line in which what a panel shows is filtered."""

    def lay_out(self, *, tree: bool | None = None, needle: str | None = None) -> None:
        """Lay the rows of the wiring out in another way."""
        raise NotImplementedError

    def toggle(self, name: str) -> None:
        """Show or hide a panel, whatever the size of the terminal would do."""
        widget: Widget = self.query_one(f"#{name}")
        shown = widget.display
        widget.set_class(shown, "-off")
        widget.set_class(not shown, "-on")
        if shown and widget.has_focus:
            self.connections_panel.focus()

    def switch(self, pane: EventLog | OutputPane) -> None:
        """Show one of the two panes of the bottom, or hide it if it is the one that is shown."""
        if self.bottom.shows(pane):
            focused = pane.has_focus
            self.bottom.hide()
            self.zoom(on=False)
        else:
            focused = self.bottom.pane.has_focus
            self.bottom.show(pane)
        if focused:
            self.connections_panel.focus()
        self.bottom.tell()

    def zoom(self, *, on: bool) -> None:
        """Give the bottom the whole screen, or take it back."""
        if on == self.has_class("-zoom"):
            return
        self.set_class(on, "-zoom")
        if on:
            self.bottom.show(self.bottom.pane)
            self.bottom.pane.focus()
        else:
            self.connections_panel.focus()

    def open_filter(self) -> None:
        """Show the line in which the filter is typed: of the output, if that has the focus."""
        from milvus_tui.tui.widgets.filter_bar import FilterBar

        output = self.output
        home: ConnectionsPanel | OutputPane = self.connections_panel
        if output is not None and output.has_focus:
            home = output
        if home not in self._filters:
            if home is output:
                self._filters[home] = FilterBar("line", home, output.find)
            else:
                self._filters[home] = FilterBar("row", home, lambda text: self.lay_out(needle=text))
            self.mount(self._filters[home], before=self.footer)
        self._filters[home].open()

    def close_filter(self, home: ConnectionsPanel | OutputPane) -> bool:
        """Show everything of a panel again; says whether it was filtered."""
        bar = self._filters.get(home)
        if bar is None or not bar.display:
            return False
        bar.close()
        home.focus()
        return True
