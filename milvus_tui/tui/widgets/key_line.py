"""The keys at the bottom of a screen of its own, which can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.actions.registry import ACTIONS
from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.painted import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from milvus_tui.tui.render.styled_text import Span


class KeyLine(Lines):
    """One line: the actions of a group, and what else there is to say."""

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, group: str, *, id: str, more: list[Span]) -> None:  # noqa: A002
        super().__init__(id=id)
        self.actions = [action for action in ACTIONS if action.group == group]
        self.more = more
        self._applies: Mapping[str, bool] = {}

    def show(self, applies: Mapping[str, bool]) -> None:
        """Show which keys do something now; those that are not named do."""
        if applies != self._applies:
            self._applies = applies
            self.refresh()

    def lines(self, width: int) -> list[list[Span]]:
        """One line."""
        parts: list[Span] = [(" ", "plain")]
        for action in self.actions:
            parts += header_lines.entry(action, self._applies.get(action.id, True))
        return [[*parts, *self.more]]

    def on_click(self, event: events.Click) -> None:
        """Tell which action stands where it was clicked."""
        end = 1
        for action in self.actions:
            end += header_lines.size(action)
            if event.x < end:
                self.post_message(self.Chosen(action.id))
                return
