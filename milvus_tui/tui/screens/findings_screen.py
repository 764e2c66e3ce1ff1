"""The findings of all targets: a list, and beside it all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container
from textual.screen import Screen

from milvus_tui.tui.actions.registry import ACTIONS, FIND
from milvus_tui.tui.widgets.finding_list import FindingList, FindingPage, Located, as_text, counted
from milvus_tui.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from milvus_tui.model.layout import RowId
    from milvus_tui.tui.actions.registry import Action
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_stack import Slot, Stack


MOVES: list[Span] = [
    ("↑ ↓", "key"), (" Choose  ", "muted"), ("PgDn", "key"), (" More", "muted"),
]  # fmt: skip
"""Keys that are no actions."""


class FindingsScreen(Screen[Located]):
    """Follows the targets; answers with the finding whose row is to be selected.

    Args:
        stack: the targets, as they are on the main screen.
        slot: the one that is selected there.
        row: its selected row; a finding about it that holds, and is no note, is selected first.
        offered: which actions the help shows.
    """

    CSS_PATH = "findings_screen.tcss"
    AUTO_FOCUS = "#findings"
    BINDINGS = [
        *(
            Binding(",".join(action.keys), f"find('{action.id}')", show=False)
            for action in ACTIONS
            if action.group == FIND
        ),
        Binding("up,k", "move(-1)", show=False, priority=True),
        Binding("down,j", "move(1)", show=False, priority=True),
        Binding("home", "move(-1000)", show=False, priority=True),
        Binding("end,G", "move(1000)", show=False, priority=True),
        Binding("pagedown,space,ctrl+f", "page(1)", show=False, priority=True),
        Binding("pageup,ctrl+b", "page(-1)", show=False, priority=True),
        Binding("question_mark", "help", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(
        self, stack: Stack, slot: Slot, row: RowId | None, offered: Callable[[Action], bool]
    ) -> None:
        super().__init__()
        self.stack = stack
        self.offered = offered
        self.list = FindingList()
        self.detail = FindingPage()
        self.keys = KeyLine(FIND, id="keys-of-findings", more=MOVES)
        self._start = slot, row

    def compose(self) -> ComposeResult:
        """The list beside the finding, or above it where it is narrow."""
        with Container(id="found"):
            yield self.list
            yield self.detail
        yield self.keys

    def on_mount(self) -> None:
        """Show what there is, and what comes."""
        self.follow()
        slot, row = self._start
        about = (
            place
            for place, found in enumerate(self.list.found)
            if row is not None and found.slot is slot
            if found.one.alarm and found.one.over is None and found.one.concerns(row)
        )
        self.list.move(next(about, 0))
        self.follow()
        self.set_interval(0.5, self.follow, name="findings")

    def follow(self) -> None:
        """The findings of all targets as they are now, in one order."""
        several = self.stack.several
        found = [
            Located(slot, self.stack.name(slot) if several else "", one)
            for slot in self.stack.slots
            for one in slot.view.findings
        ]
        found.sort(key=lambda row: row.one.rank)
        self.list.show(found)
        title = f"Findings · {counted(found)}" if found else "Findings"
        if self.list.border_title != title:
            self.list.border_title = title
        self._detail()

    def _detail(self) -> None:
        chosen = self.list.chosen
        self.detail.show(chosen, self.stack.slots)
        self.keys.show({"where": chosen is not None, "tell": chosen is not None})

    # --- what the keys do --------------------------------------------------------------------

    def action_find(self, name: str) -> None:
        """Do an action of the registry."""
        getattr(self, f"do_{name}")()

    def do_where(self) -> None:
        """Back to the wiring, to the row that it is about."""
        if self.list.chosen is not None:
            self.dismiss(self.list.chosen)

    def do_tell(self) -> None:
        """Copy it."""
        chosen = self.list.chosen
        if chosen is not None:
            self.app.copy_to_clipboard(as_text(chosen))
            self.notify(f"Copied: {chosen.one.title}.", markup=False)

    def do_enough(self) -> None:
        """Back to the wiring."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Another finding, or, where that has the focus, another line of this one."""
        if self.detail.has_focus:
            self.detail.scroll_relative(y=by, animate=False, force=True)
        elif self.list.move(by):
            self._detail()

    def action_page(self, by: int) -> None:
        """Another page of the finding."""
        by *= max(1, self.detail.size.height - 1)
        self.detail.scroll_relative(y=by, animate=False, force=True)

    def action_help(self) -> None:
        """All keys."""
        from milvus_tui.tui.screens.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(self.offered))

    def on_finding_list_chosen(self, message: FindingList.Chosen) -> None:
        """One of the list was clicked."""
        self.list.move(message.by)
        self._detail()

    def on_key_line_chosen(self, message: KeyLine.Chosen) -> None:
        """A key at the bottom was clicked."""
        self.action_find(message.action)
