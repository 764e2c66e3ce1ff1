"""Actions of the findings screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from milvus_tui.tui.action import FIND, Action

if TYPE_CHECKING:
    from milvus_tui.tui.widgets.finding_list import Located


class FindingsInterface(Protocol):
    """What an action may ask of the findings screen."""

    @property
    def chosen(self) -> Located | None:
        """The selected finding."""
        ...

    def copy(self, text: str, done: str) -> None:
        """Copy a text to the clipboard, and show a message."""
        ...

    def close(self, go_to: Located | None) -> None:
        """Go back to the main screen, to the row of a finding if one is given."""
        ...


def go_to_finding(screen: FindingsInterface) -> None:
    """Go back, to the row that the finding is about."""
    if screen.chosen is not None:
        screen.close(screen.chosen)


def copy_finding(screen: FindingsInterface) -> None:
    """Copy the finding as text."""
    from milvus_tui.tui.widgets.finding_list import as_text

    if screen.chosen is not None:
        screen.copy(as_text(screen.chosen), f"Copied: {screen.chosen.one.title}.")


def close_screen(screen: FindingsInterface) -> None:
    """Go back to the connections."""
    screen.close(None)


FINDING_ACTIONS = (
    Action(
        "go_to_finding", ("enter",), "Go to",
        "Select the row that the finding is about, in the connections panel.", FIND, go_to_finding,
    ),
    Action(
        "copy_finding", ("y",), "Copy", "Copy the finding, with its place and what to do.", FIND,
        copy_finding,
    ),
    Action(
        "close_screen", ("escape", "f", "q"), "Back", "Back to the connections.", FIND,
        close_screen,
    ),
)  # fmt: skip
