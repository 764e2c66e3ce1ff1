"""The findings of all targets: a list, and beside it all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container
from textual.screen import Screen

from milvus_tui.tui.actions.finding_actions import FINDING_ACTIONS
from milvus_tui.tui.widgets.finding_list import FindingList, FindingPage, Located, counted
from milvus_tui.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.app import ComposeResult

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_list import ShownTarget, TargetList


MOVES: list[Span] = [
    ("↑ ↓", "key"), (" Choose  ", "muted"), ("PgDn", "key"), (" More", "muted"),
]  # fmt: skip
"""Keys that are no actions."""


class FindingsScreen(Screen[Located]):
    """Follows the targets; answers with the finding whose row is to be selected.

    Args:
        target_list: the targets, as they are on the main screen.
        shown_target: the one that is selected there.
        row: its selected row; a finding about it that holds, and is no note, is selected first.
        help_actions: gives the actions that the help shows.
    """

    CSS_PATH = "findings_screen.tcss"
    AUTO_FOCUS = "#findings"
    BINDINGS = [
        *(
            Binding(",".join(action.keys), f"perform('{action.id}')", show=False)
            for action in FINDING_ACTIONS
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
        self,
        target_list: TargetList,
        shown_target: ShownTarget,
        row: RowId | None,
        help_actions: Callable[[], Sequence[Action[Any]]],
    ) -> None:
        super().__init__()
        self.target_list = target_list
        self.help_actions = help_actions
        self.list = FindingList()
        self.detail = FindingPage()
        self.keys = KeyLine(FINDING_ACTIONS, id="keys-of-findings", more=MOVES)
        self._start = shown_target, row

    def compose(self) -> ComposeResult:
        """The list beside the finding, or above it where it is narrow."""
        with Container(id="found"):
            yield self.list
            yield self.detail
        yield self.keys

    def on_mount(self) -> None:
        """Show what there is, and what comes."""
        self.follow()
        shown_target, row = self._start
        about = (
            place
            for place, found in enumerate(self.list.found)
            if row is not None and found.shown_target is shown_target
            if found.one.needs_attention and found.one.ended_at is None and found.one.concerns(row)
        )
        self.list.move(next(about, 0))
        self.follow()
        self.set_interval(0.5, self.follow, name="findings")

    def follow(self) -> None:
        """The findings of all targets as they are now, in one order."""
        several = self.target_list.several
        found = [
            Located(shown_target, self.target_list.name(shown_target) if several else "", one)
            for shown_target in self.target_list.targets
            for one in shown_target.view.findings
        ]
        found.sort(key=lambda row: row.one.rank)
        self.list.show(found)
        title = f"Findings · {counted(found)}" if found else "Findings"
        if self.list.border_title != title:
            self.list.border_title = title
        self._detail()

    def _detail(self) -> None:
        chosen = self.list.chosen
        self.detail.show(chosen, self.target_list.targets, self.target_list.gaps)
        self.keys.show({"go_to_finding": chosen is not None, "copy_finding": chosen is not None})

    # --- what the keys do --------------------------------------------------------------------

    def action_perform(self, name: str) -> None:
        """Do an action of the findings screen."""
        next(action for action in FINDING_ACTIONS if action.id == name).do(self)

    @property
    def chosen(self) -> Located | None:
        """The selected finding."""
        return self.list.chosen

    def copy(self, text: str, done: str) -> None:
        """Copy a text to the clipboard, and show a message."""
        self.app.copy_to_clipboard(text)
        self.notify(done, markup=False)

    def close(self, go_to: Located | None) -> None:
        """Go back to the main screen, to the row of a finding if one is given."""
        self.dismiss(go_to)

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
        from milvus_tui.tui.dialogs.help_screen import HelpScreen

        self.app.push_screen(HelpScreen(self.help_actions()))

    def on_finding_list_chosen(self, message: FindingList.Chosen) -> None:
        """One of the list was clicked."""
        self.list.move(message.by)
        self._detail()

    def on_key_line_chosen(self, message: KeyLine.Chosen) -> None:
        """A key at the bottom was clicked."""
        self.action_perform(message.action)
