"""Prints the page of keys: `python -m milvus_tui.tui.actions.keys_page > docs/keys.md`."""

from __future__ import annotations

import sys

from milvus_tui.tui.action import SCREENS, key_name
from milvus_tui.tui.actions.registry import ACTIONS

INTRODUCTION = """\
# Keys

These are the keys of the dashboard. `?` shows those that can apply in the dashboard at hand, and
Ctrl+P finds a command by its name."""


def page() -> str:
    """The page, in Markdown."""
    lines = [INTRODUCTION, "", "| Key | Label | |", "|---|---|---|"]
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            lines.append(f"| | **{group}** | {SCREENS.get(group, '')} |".replace("|  |", "| |"))
        keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
        lines.append(f"| {keys} | {action.label} | {action.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
