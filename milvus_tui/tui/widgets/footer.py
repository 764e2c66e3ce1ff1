"""The keys at the bottom of the screen; as many as fit, and each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.painted import Lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from milvus_tui.tui.actions.registry import Action
    from milvus_tui.tui.render.styled_text import Span


class Footer(Lines):
    """One line of keys."""

    class Chosen(Message):
        """An action was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(
        self, applies: Callable[[Action], bool], offered: Callable[[Action], bool]
    ) -> None:
        super().__init__(id="footer")
        self.applies = applies
        self.offered = offered

    def lines(self, width: int) -> list[list[Span]]:
        """One line."""
        return [header_lines.footer(width, self.applies, self.offered)]

    def on_click(self, event: events.Click) -> None:
        """Tell which action stands where it was clicked."""
        end = 1
        for action in header_lines.fitting(self.size.width, self.offered):
            end += header_lines.size(action)
            if event.x < end:
                self.post_message(self.Chosen(action.id))
                return
