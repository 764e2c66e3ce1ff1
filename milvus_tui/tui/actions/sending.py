"""What actions have in common: they send commands, report failures, and ask before they act."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui import wire
    from milvus_tui.tui.actions.screen_interface import ScreenInterface
    from milvus_tui.tui.target_list import ShownTarget


def receivers(screen: ScreenInterface, client: int | None = None) -> list[ShownTarget]:
    """The targets that an action goes to: the selected one, or all.

    Args:
        client: only targets that have a client of this number; None for every target.
    """
    targets = (
        screen.target_list.targets if screen.panels.connections.to_all else [screen.selected_target]
    )
    return [
        shown_target
        for shown_target in targets
        if client is None or client in shown_target.view.snapshot.clients
    ]


def send(screen: ScreenInterface, targets: Sequence[ShownTarget], name: str, **args: Any) -> None:
    """Send a command to targets, and return at once. Failures are reported."""
    for shown_target in targets:
        screen.run(call(screen, shown_target, name, **args))


async def call(
    screen: ScreenInterface, shown_target: ShownTarget, name: str, **args: Any
) -> wire.Reply:
    """Send a command to one target and wait for the reply. A failure is reported and logged."""
    reply = await asyncio.wrap_future(shown_target.session.call(name, **args))
    if not reply.ok:
        where = f"{screen.target_list.name(shown_target)}  " if screen.target_list.several else ""
        screen.report(f"{where}{name}: {reply.text}", "error")
    return reply


def confirm(
    screen: ScreenInterface, title: str, lines: Sequence[str], verb: str, do: Callable[[], None]
) -> None:
    """Ask, and call `do` if the answer is yes."""
    from milvus_tui.tui.dialogs.confirm_dialog import ConfirmDialog

    def answered(yes: bool | None) -> None:
        if yes:
            do()

    screen.open(ConfirmDialog(title, "\n".join(lines), verb), answered)
