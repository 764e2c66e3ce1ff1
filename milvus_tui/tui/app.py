"""The Textual application: a few sessions, and the screen that shows them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App
from textual.message import Message

from milvus_tui.model.headline import target_of
from milvus_tui.tui.actions.action import ATTACH, LAB, RUN, SCREENS, key_name
from milvus_tui.tui.actions.target_actions import set_probes
from milvus_tui.tui.process_tracker import ProcessTracker
from milvus_tui.tui.render import header_lines
from milvus_tui.tui.screens.main_screen import MainScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import SystemCommand
    from textual.screen import Screen

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.sessions.session import Opener, Session
    from milvus_tui.tui.target_stack import Slot


PAUSE = 1 / 30
"""Seconds between two looks at a program."""


class SessionChanged(Message, bubble=False):
    """A session has something new. It may have more by the time this is read."""


class MilvusTui(App[None]):
    """The dashboard of one session.

    `return_code` after `run()` is 1 if the target never came up; what failed is printed as one
    line once the terminal is restored. The session is not stopped here: who made it does that.
    """

    TITLE = "milvus-tui"
    # Textual does not load the default screen's own file.
    CSS_PATH = ["app.tcss", "screens/main_screen.tcss"]
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (60, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-low"), (30, "-high")]

    def __init__(
        self,
        session: Session,
        clock: Callable[[], float] = time.time,
        target_group: Opener | None = None,
        *,
        program_exit: ProgramExit | None = None,
        process_list: ProcessList | None = None,
        probes: bool | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        """A dashboard of a session, and of further ones that a target group can open beside it.

        Args:
            program_exit: the program whose processes are shown, which the session stands for.
            process_list: the processes that can be watched, in the mode `attach`.
            probes: whether those that are watched are to probe; None for as they do.
            thresholds: which findings count; None for the default ones.
        """
        super().__init__()
        mode = RUN if program_exit is not None else LAB if process_list is None else ATTACH
        self.main = MainScreen(session, clock, target_group, self.tell, mode)
        self.main.thresholds = thresholds
        self.main.process_list = process_list
        self._probes = probes
        if program_exit is not None:
            self.main.process_tracker = ProcessTracker(program_exit, self.main)
        self._told = False
        """Whether a message is on its way that will read all there is by then."""
        self._looked = 0.0
        """When a program was looked at last, by the monotonic clock."""
        session.listen(self.tell)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the first one, so that the first frame shows it."""
        return self.main

    def on_mount(self) -> None:
        """Show what there is."""
        self.on_session_changed()
        if self.main.process_tracker is not None:
            self.set_interval(1.0, self.main.process_tracker.follow, name="processes")
        if self.main.process_list is not None and not self.main.stack.watched:
            self.main.perform("new_target")

    def tell(self) -> None:
        """Called by the sessions, from any thread, as often as they like."""
        if not self._told and self.is_running:
            self._told = True
            try:
                self.post_message(SessionChanged())
            except RuntimeError:
                # The loop ended in another thread meanwhile: there is no one left to tell.
                self._told = False

    def on_session_changed(self) -> None:
        """Read the sessions, and show them."""
        if self.main.process_tracker is not None and not self._due():
            return
        self._told = False
        if self.main.process_tracker is not None:
            self.main.process_tracker.follow()
        for slot in self.main.stack.slots:
            self._show(slot)

    def _due(self) -> bool:
        """Whether it is time to look at a program again, which may print all the time."""
        left = self._looked + PAUSE - time.monotonic()
        if left > 0:
            self.set_timer(left, self.on_session_changed)
            return False
        self._looked = time.monotonic()
        return True

    def _show(self, slot: Slot) -> None:
        session = slot.session
        snapshot, status, failure = session.snapshot, session.status, session.failure
        first = slot.number == 0 and self.main.process_tracker is None
        if failure is not None and not slot.was_live and first:
            self.exit(return_code=1, message=Text(failure))
            return
        target = target_of(snapshot)
        live = failure is None and not status and target is not None
        if live and not slot.was_live and self._probes is not None:
            set_probes(self.main, slot, on=self._probes)
        slot.was_live |= live
        self.main.follow_slot(slot, snapshot)
        if failure is not None:
            mark = "○" if target is not None and target.ended else "✗"
            self.main.set_status(slot, False, f"{failure}.", f"{mark} {failure}")
        elif status:
            waiting = header_lines.waiting(status, target)
            said = waiting if snapshot.clients or slot.number else ""
            self.main.set_status(slot, False, waiting, said)
        else:
            self.main.set_status(slot, live, header_lines.waiting(status, target), "")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of the registry, then those of Textual that make sense here."""
        from textual.app import SystemCommand

        if screen is self.main:
            for action in self.main.offered_actions():
                if action.id != "palette" and action.group not in SCREENS:
                    text = f"{action.help} ({key_name(action.keys[0])})"
                    yield SystemCommand(action.label, text, self._run(action.id))
        yield SystemCommand("Theme", "Change the colours.", self.action_change_theme)

    def signalled(self, number: int) -> None:
        """A signal came to the dashboard: end, or pass it on and end with the program."""
        if self.main.process_tracker is None:
            self.exit(return_code=128 + number)
        else:
            self.main.process_tracker.pass_on(number)

    async def action_quit(self) -> None:
        """Ctrl+Q in a dialog: the same as on the main screen."""
        self.main.perform("quit")

    def _run(self, action: str) -> Callable[[], None]:
        return lambda: self.main.perform(action)
