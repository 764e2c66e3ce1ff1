"""The keys at the bottom of the findings and the scenario screen. Each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.styled_widget import StyledLines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from textual import events

    from milvus_tui.tui.action import Action
    from milvus_tui.tui.render.styled_text import Span


class KeyLine(StyledLines):
    """One line: the actions of a group, and further spans."""

    class Chosen(Message):
        """The user clicked a key."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(
        self,
        actions: Sequence[Action[Any]],
        *,
        id: str,  # noqa: A002
        more: list[Span],
    ) -> None:
        super().__init__(id=id)
        self.actions = actions
        self.more = more
        self._applies: Mapping[str, bool] = {}

    def show(self, applies: Mapping[str, bool]) -> None:
        """Show which keys apply now; a key that is not named applies."""
        if applies != self._applies:
            self._applies = applies
            self.refresh()

    def lines(self, width: int) -> list[list[Span]]:
        """One line."""
        spans: list[Span] = [(" ", "plain")]
        for action in self.actions:
            spans += header_lines.entry(action, self._applies.get(action.id, True))
        return [[*spans, *self.more]]

    def on_click(self, event: events.Click) -> None:
        """Post which action was clicked."""
        end = 1
        for action in self.actions:
            end += header_lines.size(action)
            if event.x < end:
                self.post_message(self.Chosen(action.id))
                return
