"""The keys at the bottom of the screen; as many as fit, and each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from milvus_tui.tui.actions import ACTIONS, Action, key_name
from milvus_tui.tui.paint import Lines, Part, width_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

ALWAYS = ("help", "quit")
"""Stay to the last: they lead to everything else."""


def fitting(width: int) -> list[Action]:
    """The actions of the footer for so many cells, left to right."""
    ranked = sorted((a for a in ACTIONS if a.rank), key=lambda a: a.rank)
    room = width - 1 - sum(size(a) for a in ranked if a.id in ALWAYS)
    shown = []
    for action in ranked:
        if action.id in ALWAYS:
            continue
        room -= size(action)
        if room < 0:
            break
        shown.append(action)
    return [a for a in ACTIONS if a in shown or a.id in ALWAYS]


def size(action: Action) -> int:
    """Cells that an action takes in the footer."""
    return width_of(entry(action, True))


def entry(action: Action, applies: bool) -> list[Part]:
    """One action: its key and its label, paler where it does not apply."""
    key = key_name(action.keys[0])
    return [
        (key, "key" if applies else "faint"),
        (f" {action.label}  ", "muted" if applies else "faint"),
    ]


class Footer(Lines):
    """One line of keys."""

    class Chosen(Message):
        """An action was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, applies: Callable[[Action], bool]) -> None:
        super().__init__(id="footer")
        self.applies = applies

    def lines(self, width: int) -> list[list[Part]]:
        """One line."""
        parts: list[Part] = [(" ", "plain")]
        for action in fitting(width):
            parts += entry(action, self.applies(action))
        return [parts]

    def on_click(self, event: events.Click) -> None:
        """Tell which action stands where it was clicked."""
        end = 1
        for action in fitting(self.size.width):
            end += size(action)
            if event.x < end:
                self.post_message(self.Chosen(action.id))
                return
