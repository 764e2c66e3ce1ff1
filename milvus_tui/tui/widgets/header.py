"""The top of the screen: which process this is, what its release does, how its clients fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import headline
from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.painted import Lines

if TYPE_CHECKING:
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_stack import Stack
    from milvus_tui.tui.view import View


class Header(Lines):
    """Two lines; on a low terminal the first one only."""

    def __init__(self, view: View, stack: Stack) -> None:
        super().__init__(id="header")
        self.view = view
        self.stack = stack
        self.whole = ""
        """What several targets are together, in place of the selected one."""
        self._drawn: object = None

    def touch(self) -> None:
        """Draw it again if it would look different now."""
        view = self.view
        said = (
            headline.target_of(view.snapshot),
            headline.counts(view.index),
            headline.found(view.findings, [each.findings for each in self._views]),
            self.whole,
        )
        if said != self._drawn:
            self._drawn = said
            self.refresh()

    def lines(self, width: int) -> list[list[Span]]:
        """Process and server, and the counts of clients by state; the release's rule."""
        return header_lines.header(self.view, width, self._views, self.whole)

    @property
    def _views(self) -> list[View]:
        return [slot.view for slot in self.stack.slots]


class Banner(Lines):
    """One line that is there only when there is something to say."""

    def __init__(self) -> None:
        super().__init__(id="banner")
        self.text = ""
        self.display = False

    def say(self, text: str) -> None:
        """Show a text; an empty one hides the line."""
        if text != self.text:
            self.text = text
            self.display = bool(text)
            self.refresh(layout=True)

    def lines(self, width: int) -> list[list[Span]]:
        """The text, cropped at the end of the line."""
        return [[(f" {self.text}", "warning")]]
