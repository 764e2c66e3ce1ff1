"""The keys at the bottom of the screen: as many as fit. Each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.styled_widget import StyledLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual import events

    from milvus_tui.tui.action import Action
    from milvus_tui.tui.render.styled_text import Span


class Footer(StyledLines):
    """One line of keys."""

    class Chosen(Message):
        """The user clicked an action."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(
        self,
        offered: Callable[[], Sequence[Action[Any]]],
        applies: Callable[[Action[Any]], bool],
    ) -> None:
        super().__init__(id="footer")
        self.applies = applies
        self.offered = offered

    def lines(self, width: int) -> list[list[Span]]:
        """One line."""
        return [header_lines.footer(width, self.offered(), self.applies)]

    def on_click(self, event: events.Click) -> None:
        """Post which action was clicked."""
        end = 1
        for action in header_lines.fitting(self.size.width, self.offered()):
            end += header_lines.size(action)
            if event.x < end:
                self.post_message(self.Chosen(action.id))
                return
