"""Keeps the main screen in step with a program: its processes, its output, and its end."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.sessions.session import Session
    from milvus_tui.tui.target_stack import Slot, Stack
    from milvus_tui.tui.widgets.header import Header
    from milvus_tui.tui.widgets.output import OutputPane

PASSING = 1.0
"""Seconds after which a process is shown that has made no client."""

FAULTLESS = 3
"""Processes that ended with nothing wrong that are shown, the last ones."""

STRAGGLING = 2.0
"""Seconds after the program's end that a process of it is waited for, where the dashboard ends
with the program."""


class TrackedScreen(Protocol):
    """The main screen, as far as a program's processes are shown on it."""

    clock: Callable[[], float]
    header: Header
    output: OutputPane | None
    stack: Stack
    tell: Callable[[], None]

    @property
    def slot(self) -> Slot:
        """The target of the selected row."""
        ...

    def new_slot(self, session: Session, release: str = "") -> Slot:
        """What shows a session; not on the screen yet."""
        ...

    def restack(self, slots: list[Slot]) -> None:
        """Show these targets, top to bottom."""
        ...

    def remark(self, text: str) -> None:
        """Show a remark below the connections; nothing for an empty text."""
        ...

    def notify_all(self, text: str) -> None:
        """Show a notice about the whole program above everything else."""
        ...

    def add_note(self, text: str) -> None:
        """Add a line to the log of events."""
        ...

    def exit(self) -> None:
        """End the dashboard."""
        ...


class ProcessTracker:
    """Which processes are shown, and where.

    A program may start hundreds of processes. One that ended without ever having had a client is
    left out, and so is one that has none yet for its first second. Of those that closed all
    their clients, and with which nothing was wrong, the last few are shown. Those that ended
    stand below those that run, folded to one line each where there are several.
    """

    def __init__(self, program_exit: ProgramExit, screen: TrackedScreen) -> None:
        """Follow a program on a screen."""
        self.program_exit = program_exit
        self.program = program_exit.program
        self.clientless = 0
        """Processes that ended without having had a client, and are left out."""
        self.faultless = 0
        """Processes that ended with nothing wrong, and are left out."""
        self._screen = screen
        self._front = screen.slot
        self._came: dict[Session, float] = {}
        """Since when the processes are known that may be shown."""
        self._slots: dict[Session, Slot] = {}
        self._dismissed: set[Session] = set()
        self._known: set[Session] = set()
        self._ended = 0.0
        """When the program was seen to have ended."""
        if screen.output is not None:
            screen.output.on_size = self.program.resize

    @property
    def over(self) -> bool:
        """Whether the program has ended, and all its processes, or those that stay on."""
        if self.program.exit_code is None:
            return False
        now = self._screen.clock()
        self._ended = self._ended or now
        running = any(session.failure is None for session in self._came)
        return not running or now - self._ended >= STRAGGLING

    def follow(self) -> None:
        """Show what is new."""
        self._meet()
        self._screen.restack(self._order())
        self._say()
        if self._screen.output is not None:
            self._screen.output.follow(self.program.output)
        if self.over and self.program_exit.exits:
            self._screen.exit()

    def dismiss(self, slot: Slot) -> None:
        """No longer show a process that ended."""
        self._dismissed.add(slot.session)
        self.follow()

    def pass_on(self, number: int) -> None:
        """Send a signal that came to the dashboard on to the program, and end with it."""
        program, screen = self.program, self._screen
        self.program_exit.forward_signal(number)
        if program.exit_code is not None or number == signal.SIGHUP:
            screen.exit()
            return
        name = signal.Signals(number).name
        said = f"{name} was passed on to {program.command}: waiting for its end."
        screen.notify_all(f"○ {said} The same again ends it.")
        screen.add_note(said)

    def _meet(self) -> None:
        """Get to know processes that came, and forget those that never mattered."""
        now = self._screen.clock()
        for session in self.program.sessions:
            if session not in self._known:
                self._known.add(session)
                self._came[session] = now
                session.listen(self._screen.tell)
        ended = [session for session in self._came if session.failure is not None]
        clientless = [session for session in ended if not mattered(session)]
        faultless = [session for session in ended if mattered(session) and not faulty(session)]
        selected = self._screen.slot.session
        for session in (*clientless, *faultless[:-FAULTLESS]):
            if session is not selected:
                del self._came[session]
                self._slots.pop(session, None)
                self.clientless += session in clientless
                self.faultless += session in faultless

    def _order(self) -> list[Slot]:
        """The slots to show: running ones first, in the order in which they came."""
        now = self._screen.clock()
        shown = [
            session
            for session, since in self._came.items()
            if session not in self._dismissed and (mattered(session) or now - since >= PASSING)
        ]
        if not shown:
            shown = [s for s in self._came if s.failure is None][:1]
        ended = [session for session in shown if session.failure is not None]
        running = [session for session in shown if session.failure is None]
        for session in shown:
            if session not in self._slots:
                self._slots[session] = self._screen.new_slot(session)
        for session in ended:
            slot = self._slots[session]
            if not slot.ended:
                slot.ended = True
                slot.folded = bool(running) and slot is not self._screen.slot
        return [self._slots[session] for session in (*running, *ended)] or [self._front]

    def _say(self) -> None:
        program, screen = self.program, self._screen
        running = sum(session.failure is None for session in self._came)
        screen.header.whole = ""
        if screen.stack.several:
            run = "none runs" if not running else f"{running:,} running"
            shown = processes(len(screen.stack.slots))
            screen.header.whole = f"run · {program.command} · {shown}, {run}"
        screen.header.redraw_changed()
        left_out = [
            f"{processes(count)} {what}"
            for count, what in (
                (self.clientless, "without clients"),
                (self.faultless, "with nothing wrong"),
            )
            if count
        ]
        screen.remark(f"left out: {', '.join(left_out)}" if left_out else "")
        if program.exit_code is None:
            return
        said = f"○ {program.command} ended: {program.ending}."
        if running:
            said += f" {processes(running)} of it still run."
        screen.notify_all(f"{said} What was seen last stays here; q leaves.")


def mattered(session: Session) -> bool:
    """Whether a process has, or had, clients; or anything that is to be told."""
    rows = session.snapshot
    return bool(rows.clients or rows.findings or any(site.created for site in rows.sites.values()))


def faulty(session: Session) -> bool:
    """Whether something is to be said of a process: a finding, or a client that is not closed."""
    rows = session.snapshot
    return bool(rows.findings) or any(row.closed is None for row in rows.clients.values())


def processes(count: int) -> str:
    """`1 process`, `2 processes`."""
    return f"{count:,} process" if count == 1 else f"{count:,} processes"
