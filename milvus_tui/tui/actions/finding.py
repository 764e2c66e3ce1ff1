"""From the wiring to the findings, and from a finding to what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.details.pages import row_name
from milvus_tui.model.layout import ALIAS, CONNECTION
from milvus_tui.tui.actions.targeting import TargetActions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.model.layout import RowId
    from milvus_tui.tui.widgets.finding_list import Located


class FindingActions(TargetActions):
    """Opens the findings, and goes to the rows that they are about."""

    def do_findings(self) -> None:
        """Open the screen of the findings."""
        from milvus_tui.tui.screens.findings_screen import FindingsScreen

        screen = self.screen
        screen.app.push_screen(
            FindingsScreen(screen.stack, screen.slot, screen.selected, screen.offers), self._go
        )

    def _go(self, found: Located | None) -> None:
        """Select the row that a finding is about."""
        if found is None:
            return
        screen, slot = self.screen, found.slot
        if slot not in screen.stack.slots:
            screen.report("Go to: that target is no longer shown.", "warning", keep=False)
            return
        rows = list(places(found))
        for _ in range(2):
            if any(screen.connections_panel.select_row(row, slot) for row in rows):
                return
            screen.close_filter(screen.connections_panel)  # it may hide them all
        what = f"{row_name(rows[0])}, and that is gone" if rows else "clients that are gone"
        screen.report(f"Go to: it is about {what}.", "warning", keep=False)


def places(found: Located) -> Iterator[RowId]:
    """The rows that a finding is about; an only alias stands on its connection's line."""
    aliases = found.slot.view.snapshot.aliases
    for kind, key in found.one.rows:
        yield kind, key
        alias = aliases.get(key) if kind == ALIAS else None
        if alias is not None and alias.connection is not None:
            yield CONNECTION, alias.connection
