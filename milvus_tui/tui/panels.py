"""The panels of the main screen: shown and hidden, enlarged, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.widget import Widget

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.tui.view import View
    from milvus_tui.tui.widgets.bottom_panel import BottomPanel
    from milvus_tui.tui.widgets.connections_panel import ConnectionsPanel
    from milvus_tui.tui.widgets.event_log import EventLog
    from milvus_tui.tui.widgets.filter_bar import FilterBar
    from milvus_tui.tui.widgets.footer import Footer
    from milvus_tui.tui.widgets.output import OutputPane


class Panels:
    """Arranges the panels of a screen, whatever the panels show."""

    def __init__(
        self,
        screen: Screen[None],
        connections: ConnectionsPanel,
        bottom: BottomPanel,
        footer: Footer,
        filter_rows: Callable[[str], None],
    ) -> None:
        """Arrange the panels of a screen.

        Args:
            footer: a filter is typed in a line above the footer.
            filter_rows: shows only the rows of the connections that contain a text.
        """
        self.connections = connections
        self.bottom = bottom
        self._screen = screen
        self._footer = footer
        self._filter_rows = filter_rows
        self._filters: dict[ConnectionsPanel | OutputPane, FilterBar] = {}
        """The line of each panel in which its filter is typed."""

    @property
    def output(self) -> OutputPane | None:
        """The output of the program; None in a lab and for an attached process."""
        return self.bottom.output

    @property
    def zoomed(self) -> bool:
        """Whether the bottom panel has the whole screen."""
        return self._screen.has_class("-zoom")

    def show_title(self, view: View, remark: str) -> None:
        """Title the connections panel by its arrangement and its filter.

        Args:
            view: the view of the selected target.
            remark: a text below the panel; empty for none.
        """
        title, matches, panel = "Clients", view.layout.matches, self.connections
        if view.layout.tree:
            title = "Connections"
        if panel.to_all:
            title += " · keys act on all targets"
        count = ""
        if matches is not None:
            shown = sum(map(len, matches.members.values()))
            count = f"{shown:,} of {len(view.snapshot.clients):,} clients"
        subtitle = joined([count, remark]) or None
        if (panel.border_title, panel.border_subtitle) != (title, subtitle):
            # Textual draws the whole widget again even for an unchanged title.
            panel.border_title, panel.border_subtitle = title, subtitle

    def go_to(self, row: RowId) -> bool:
        """Select a row, and end a filter that hides the row; returns whether the row exists."""
        if self.connections.select_row(row):
            return True
        self.close_filter(self.connections)
        return self.connections.select_row(row)

    def toggle(self, name: str) -> None:
        """Show or hide a panel, whatever the size of the terminal would do."""
        widget: Widget = self._screen.query_one(f"#{name}")
        shown = widget.display
        widget.set_class(shown, "-off")
        widget.set_class(not shown, "-on")
        if shown and widget.has_focus:
            self.connections.focus()

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
            self.connections.focus()
        self.bottom.show_unseen()

    def zoom(self, *, on: bool) -> None:
        """Give the bottom the whole screen, or take it back."""
        if on == self.zoomed:
            return
        self._screen.set_class(on, "-zoom")
        if on:
            self.bottom.show(self.bottom.pane)
            self.bottom.pane.focus()
        else:
            self.connections.focus()

    def open_filter(self) -> None:
        """Show the line in which the filter is typed: of the output, if that has the focus."""
        from milvus_tui.tui.widgets.filter_bar import FilterBar

        output = self.output
        home: ConnectionsPanel | OutputPane = self.connections
        if output is not None and output.has_focus:
            home = output
        if home not in self._filters:
            if home is output:
                self._filters[home] = FilterBar("line", home, output.filter)
            else:
                self._filters[home] = FilterBar("row", home, self._filter_rows)
            self._screen.mount(self._filters[home], before=self._footer)
        self._filters[home].open()

    def close_filter(self, home: ConnectionsPanel | OutputPane) -> bool:
        """Show everything of a panel again; says whether it was filtered."""
        bar = self._filters.get(home)
        if bar is None or not bar.display:
            return False
        bar.close()
        home.focus()
        return True
