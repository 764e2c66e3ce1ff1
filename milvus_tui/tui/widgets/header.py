"""The top of the screen: the process, the rule of its release, and the states of its clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import coverage, headline
from milvus_tui.tui.render import header_lines
from milvus_tui.tui.widgets.styled_widget import StyledLines

if TYPE_CHECKING:
    from milvus_tui.tui.render.styled_text import Span
    from milvus_tui.tui.target_list import TargetList
    from milvus_tui.tui.view import View


class Header(StyledLines):
    """Two lines; on a low terminal only the first one."""

    def __init__(self, view: View, target_list: TargetList) -> None:
        super().__init__(id="header")
        self.view = view
        self.target_list = target_list
        self.whole = ""
        """Names all targets together, in place of the selected one; empty for one target."""
        self._drawn: object = None

    def redraw_changed(self) -> None:
        """Draw the header again if it would look different now."""
        view = self.view
        drawn = (
            headline.target_of(view.snapshot),
            headline.counts(view.index),
            headline.found(view.findings, [each.findings for each in self._views]),
            self.whole,
            len(self.target_list.gaps),
        )
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def lines(self, width: int) -> list[list[Span]]:
        """A line of process, server and client counts; below it the release's rule."""
        gaps = coverage.short(self.target_list.gaps)
        return header_lines.header(self.view, width, self._views, self.whole, gaps)

    @property
    def _views(self) -> list[View]:
        return [shown_target.view for shown_target in self.target_list.targets]


class Banner(StyledLines):
    """One line of text; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__(id="banner")
        self.text = ""
        self.display = False

    def show(self, text: str) -> None:
        """Show a text; an empty text hides the line."""
        if text != self.text:
            self.text = text
            self.display = bool(text)
            self.refresh(layout=True)

    def lines(self, width: int) -> list[list[Span]]:
        """The text, cropped at the end of the line."""
        return [[(f" {self.text}", "warning")]]
