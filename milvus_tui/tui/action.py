"""What an action is: its keys, its words, when it applies, and the function that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Screen = TypeVar("Screen")

CHANGE = "Change the target"
LOOK = "Look"
MOVE = "Move"
PROGRAM = "Program"
FIND = "Findings"
PLAY = "Scenarios"
GROUPS = (CHANGE, LOOK, MOVE, PROGRAM, FIND, PLAY)
"""The groups of actions, in the order of the help."""
SCREENS = dict.fromkeys((FIND, PLAY), "On this screen, the keys mean:")
"""Groups whose actions belong to a screen other than the main one, and their line in the help."""

LAB, RUN, ATTACH = "lab", "run", "attach"
"""Modes of a dashboard: a lab, a program that the dashboard started, or a running process."""

ANY_CLIENT = "client"
"""The action needs a selected client, or a selected thread of a client."""
ONLY_CLIENT = "only client"
"""The action needs a selected client itself, since the action cannot be undone."""


@dataclass(frozen=True, slots=True)
class Action(Generic[Screen]):
    """One thing that the user can do. `Screen` is the interface that `do` is handed."""

    id: str
    keys: tuple[str, ...]
    label: str
    """One or two words, for the footer and the palette."""
    help: str
    """One sentence."""
    group: str
    do: Callable[[Screen], None]
    """What the action does, once it is known to apply."""
    rank: int = 0
    """The place in the footer, from the left; 0 for none. A small terminal hides the last ones."""
    needs: str = ""
    """What must be selected: `ANY_CLIENT`, `ONLY_CLIENT`, or nothing."""
    changes: bool = False
    """Whether the action changes clients, which only a lab allows."""
    probes: bool = False
    """Whether the action is about probes, which a watched program may not allow."""
    dangerous: bool = False
    """Whether the action asks first where it would break other clients."""
    modes: tuple[str, ...] = (LAB, RUN, ATTACH)
    """In which dashboards the action makes sense."""
    elsewhere: str = ""
    """Why the action makes no sense in a dashboard of another mode."""


KEY_NAMES = {
    "slash": "/", "question_mark": "?", "escape": "Esc", "space": "Space", "up": "↑", "down": "↓",
    "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "f2": "F2",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_name(key[5:]).upper()}"
    return KEY_NAMES.get(key, key)
