"""The Textual application: sessions, and the screen that shows them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App
from textual.message import Message

from milvus_tui.model.headline import target_of
from milvus_tui.tui.action import ATTACH, LAB, RUN, SCREENS, key_name
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
    from milvus_tui.sessions.session import Session, TargetOpener
    from milvus_tui.tui.target_list import ShownTarget


UPDATE_SECONDS = 1 / 30
"""The shortest time between two updates of a program."""


class SessionChanged(Message, bubble=False):
    """A session changed. The session may have changed again when this message is handled."""


class MilvusTui(App[None]):
    """The dashboard of one session.

    `return_code` after `run()` is 1 if the target did not start; the failure is printed as one
    line once the terminal is restored. The caller that created the session stops the session.
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
        target_group: TargetOpener | None = None,
        *,
        program_exit: ProgramExit | None = None,
        process_list: ProcessList | None = None,
        probes: bool | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        """A dashboard of a session, and of further sessions that a target group can open.

        Args:
            program_exit: the program whose processes are shown; the session is its placeholder.
            process_list: the processes that can be watched, in the mode `attach`.
            probes: whether watched processes are to probe; None for no change.
            thresholds: how long something must last to be a finding; None for the defaults.
        """
        super().__init__()
        mode = RUN if program_exit is not None else LAB if process_list is None else ATTACH
        self.main = MainScreen(session, clock, target_group, self.notify_change, mode)
        self.main.thresholds = thresholds
        self.main.process_list = process_list
        self._probes = probes
        if program_exit is not None:
            self.main.process_tracker = ProcessTracker(program_exit, self.main)
        self._notified = False
        """Whether a posted message is not handled yet; it will read all changes until then."""
        self._updated = 0.0
        """When a program was updated last, by the monotonic clock."""
        session.listen(self.notify_change)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the first one, so that the first frame shows it."""
        return self.main

    def on_mount(self) -> None:
        """Show the sessions, or ask which process to watch."""
        self.on_session_changed()
        if self.main.process_tracker is not None:
            self.set_interval(1.0, self.main.process_tracker.update, name="processes")
        if self.main.process_list is not None and not self.main.target_list.watched:
            self.main.action_perform("new_target")

    def notify_change(self) -> None:
        """Post one message for any number of changes; may be called from any thread."""
        if not self._notified and self.is_running:
            self._notified = True
            try:
                self.post_message(SessionChanged())
            except RuntimeError:
                # The event loop ended meanwhile, in another thread.
                self._notified = False

    def on_session_changed(self) -> None:
        """Read the sessions, and show them."""
        if self.main.process_tracker is not None and not self._due():
            return
        self._notified = False
        if self.main.process_tracker is not None:
            self.main.process_tracker.update()
        for shown_target in self.main.target_list.targets:
            self._show(shown_target)

    def _due(self) -> bool:
        """Whether a program is to be updated now; else later, since a program may print a lot."""
        left = self._updated + UPDATE_SECONDS - time.monotonic()
        if left > 0:
            self.set_timer(left, self.on_session_changed)
            return False
        self._updated = time.monotonic()
        return True

    def _show(self, shown_target: ShownTarget) -> None:
        session = shown_target.session
        snapshot, status, failure = session.snapshot, session.status, session.failure
        first = shown_target.number == 0 and self.main.process_tracker is None
        if failure is not None and not shown_target.was_live and first:
            self.exit(return_code=1, message=Text(failure))
            return
        target = target_of(snapshot)
        live = failure is None and not status and target is not None
        if live and not shown_target.was_live and self._probes is not None:
            set_probes(self.main, shown_target, on=self._probes)
        shown_target.was_live |= live
        self.main.show_snapshot(shown_target, snapshot)
        if failure is not None:
            mark = "○" if target is not None and target.ended else "✗"
            self.main.set_status(shown_target, False, f"{failure}.", f"{mark} {failure}")
        elif status:
            waiting = header_lines.waiting(status, target)
            banner = waiting if snapshot.clients or shown_target.number else ""
            self.main.set_status(shown_target, False, waiting, banner)
        else:
            self.main.set_status(shown_target, live, header_lines.waiting(status, target), "")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of the registry, then those of Textual that make sense here."""
        from textual.app import SystemCommand

        if screen is self.main:
            for action in self.main.offered_actions():
                if action.id != "palette" and action.group not in SCREENS:
                    text = f"{action.help} ({key_name(action.keys[0])})"
                    yield SystemCommand(action.label, text, self._run(action.id))
        yield SystemCommand("Theme", "Change the colours.", self.action_change_theme)

    def handle_signal(self, number: int) -> None:
        """Handle a signal: end, or forward the signal to the program and end with the program."""
        if self.main.process_tracker is None:
            self.exit(return_code=128 + number)
        else:
            self.main.process_tracker.forward_signal(number)

    async def action_quit(self) -> None:
        """Ctrl+Q in a dialog does the same as on the main screen."""
        self.main.action_perform("quit")

    def _run(self, action: str) -> Callable[[], None]:
        return lambda: self.main.action_perform(action)
