"""Commands to the targets that an action goes to, and questions before them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from milvus_tui import wire
    from milvus_tui.tui.screens.main_screen import MainScreen
    from milvus_tui.tui.target_stack import Slot


class Sender:
    """What actions have in common: they send, report what fails, and ask."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen

    def slots(self, client: int | None = None) -> list[Slot]:
        """The targets that an action goes to: one, or all that have such a client."""
        screen = self.screen
        found = screen.stack.slots if screen.connections_panel.to_all else [screen.slot]
        return [s for s in found if client is None or client in s.view.snapshot.clients]

    def send(self, slots: Sequence[Slot], name: str, **args: Any) -> None:
        """Send a command and report how it went; the screen goes on meanwhile."""
        for slot in slots:
            self.run(self.reply(slot, name, **args))

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Let something go on while the screen does."""
        self.screen.run_worker(work, group="commands", exit_on_error=False)

    async def reply(self, slot: Slot, name: str, **args: Any) -> wire.Reply:
        """Send a command; what fails is reported and kept in the log."""
        reply = await asyncio.wrap_future(slot.session.call(name, **args))
        if not reply.ok:
            where = f"{self.screen.stack.name(slot)}  " if self.screen.stack.several else ""
            self.screen.report(f"{where}{name}: {reply.text}", "error")
        return reply

    def confirm(self, title: str, lines: list[str], verb: str, do: Callable[[], None]) -> None:
        """Ask, and do it if the answer is yes."""
        from milvus_tui.tui.screens.confirm_dialog import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                do()

        self.screen.app.push_screen(ConfirmDialog(title, "\n".join(lines), verb), answered)
