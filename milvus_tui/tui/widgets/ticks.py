"""Check boxes and radio buttons whose state is a glyph. Textual's own differ in colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Checkbox, RadioButton

if TYPE_CHECKING:
    from textual.content import Content


class Tick(Checkbox):
    """Empty, or with a tick."""

    def render(self) -> Content:
        """Set `BUTTON_INNER`, the glyph that Textual draws."""
        self.BUTTON_INNER = "✓" if self.value else " "
        return super().render()


class Dot(RadioButton):
    """Empty, or with a dot."""

    def render(self) -> Content:
        """Set `BUTTON_INNER`, the glyph that Textual draws."""
        self.BUTTON_INNER = "●" if self.value else " "
        return super().render()
