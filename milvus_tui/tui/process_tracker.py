"""Shows a program on the main screen: its processes, its output, and its end."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.sessions.session import Session
    from milvus_tui.tui.target_list import ShownTarget, TargetList
    from milvus_tui.tui.widgets.header import Header
    from milvus_tui.tui.widgets.output import OutputPane

WITHOUT_CLIENTS_SECONDS = 1.0
"""Seconds after which a process is shown that has created no client."""

MOST_WITHOUT_FINDINGS = 3
"""How many of the processes that ended with nothing wrong are shown: the last ones."""

LAST_PROCESS_SECONDS = 2.0
"""Seconds for which a dashboard that ends with the program waits for the program's processes."""


class TrackedScreen(Protocol):
    """The main screen, as far as a program's processes are shown on it."""

    clock: Callable[[], float]
    header: Header
    output: OutputPane | None
    target_list: TargetList
    notify_change: Callable[[], None]

    @property
    def selected_target(self) -> ShownTarget:
        """The target of the selected row."""
        ...

    def new_target(self, session: Session, release: str = "") -> ShownTarget:
        """What shows a session; not on the screen yet."""
        ...

    def set_targets(self, targets: list[ShownTarget]) -> None:
        """Show these targets, top to bottom."""
        ...

    def show_remark(self, text: str) -> None:
        """Show a remark below the connections; nothing for an empty text."""
        ...

    def show_notice(self, text: str) -> None:
        """Show a notice about the whole program above everything else."""
        ...

    def add_note(self, text: str) -> None:
        """Add a line to the log of events."""
        ...

    def exit(self) -> None:
        """End the dashboard."""
        ...


class ProcessTracker:
    """Decides which processes of a program are shown, and in which order.

    A program may start hundreds of processes. A process that ended without a client is hidden. A
    process that has no client yet is hidden for its first second. Of the processes that closed
    all their clients and had no finding, the last few are shown. Ended processes stand below
    running ones; each is folded to one line while others run.
    """

    def __init__(self, program_exit: ProgramExit, screen: TrackedScreen) -> None:
        """Show a program on a screen."""
        self.program_exit = program_exit
        self.program = program_exit.program
        self.without_clients = 0
        """How many hidden processes ended without a client."""
        self.without_findings = 0
        """How many hidden processes ended with nothing wrong."""
        self._screen = screen
        self._pending = screen.selected_target
        self._since: dict[Session, float] = {}
        """For each process that may be shown, when it was first seen."""
        self._targets: dict[Session, ShownTarget] = {}
        self._dismissed: set[Session] = set()
        self._known: set[Session] = set()
        self._ended = 0.0
        """When the end of the program was first seen; 0 before."""
        if screen.output is not None:
            screen.output.on_size = self.program.resize

    @property
    def ended(self) -> bool:
        """Whether the program has ended, and its processes too or too long ago to wait for them."""
        if self.program.exit_code is None:
            return False
        now = self._screen.clock()
        self._ended = self._ended or now
        running = any(session.failure is None for session in self._since)
        return not running or now - self._ended >= LAST_PROCESS_SECONDS

    def update(self) -> None:
        """Show new processes, new output, and the end of the program."""
        self._find_processes()
        self._screen.set_targets(self._order())
        self._show_summary()
        if self._screen.output is not None:
            self._screen.output.follow(self.program.output)
        if self.ended and self.program_exit.exits:
            self._screen.exit()

    def dismiss(self, shown_target: ShownTarget) -> None:
        """No longer show a process that ended."""
        self._dismissed.add(shown_target.session)
        self.update()

    def forward_signal(self, number: int) -> None:
        """Forward a signal from the dashboard to the program, and end with the program."""
        program, screen = self.program, self._screen
        self.program_exit.forward_signal(number)
        if program.exit_code is not None or number == signal.SIGHUP:
            screen.exit()
            return
        name = signal.Signals(number).name
        text = f"{name} was sent to {program.command}: waiting for its end."
        screen.show_notice(f"○ {text} The same signal again ends it.")
        screen.add_note(text)

    def _find_processes(self) -> None:
        """Add new processes, and remove ended processes that are to be hidden."""
        now = self._screen.clock()
        for session in self.program.sessions:
            if session not in self._known:
                self._known.add(session)
                self._since[session] = now
                session.listen(self._screen.notify_change)
        ended = [session for session in self._since if session.failure is not None]
        without_clients = [session for session in ended if not had_clients(session)]
        without_findings = [
            session for session in ended if had_clients(session) and not needs_attention(session)
        ]
        selected = self._screen.selected_target.session
        for session in (*without_clients, *without_findings[:-MOST_WITHOUT_FINDINGS]):
            if session is not selected:
                del self._since[session]
                self._targets.pop(session, None)
                self.without_clients += session in without_clients
                self.without_findings += session in without_findings

    def _order(self) -> list[ShownTarget]:
        """The targets to show: running ones first, in the order of their appearance."""
        now = self._screen.clock()
        shown = [
            session
            for session, since in self._since.items()
            if session not in self._dismissed
            and (had_clients(session) or now - since >= WITHOUT_CLIENTS_SECONDS)
        ]
        if not shown:
            shown = [s for s in self._since if s.failure is None][:1]
        ended = [session for session in shown if session.failure is not None]
        running = [session for session in shown if session.failure is None]
        for session in shown:
            if session not in self._targets:
                self._targets[session] = self._screen.new_target(session)
        for session in ended:
            shown_target = self._targets[session]
            if not shown_target.ended:
                shown_target.ended = True
                shown_target.folded = (
                    bool(running) and shown_target is not self._screen.selected_target
                )
        return [self._targets[session] for session in (*running, *ended)] or [self._pending]

    def _show_summary(self) -> None:
        program, screen = self.program, self._screen
        running = sum(session.failure is None for session in self._since)
        screen.header.whole = ""
        if screen.target_list.several:
            run = "none runs" if not running else f"{running:,} running"
            shown = processes(len(screen.target_list.targets))
            screen.header.whole = f"run · {program.command} · {shown}, {run}"
        screen.header.redraw_changed()
        hidden = [
            (count, what)
            for count, what in (
                (self.without_clients, "without clients"),
                (self.without_findings, "with nothing wrong"),
            )
            if count
        ]
        screen.show_remark(hidden_text(hidden))
        if program.exit_code is None:
            return
        text = f"○ {program.command} ended: {program.ending}."
        if running:
            text += f" {processes(running)} still {'runs' if running == 1 else 'run'}."
        screen.show_notice(f"{text} The last state stays here; q leaves.")


def had_clients(session: Session) -> bool:
    """Whether a process has or had clients, tries to connect one, or has findings."""
    rows = session.snapshot
    created = any(site.created for site in rows.sites.values())
    return bool(rows.clients or rows.attempts or rows.findings or created)


def needs_attention(session: Session) -> bool:
    """Whether a process has a finding, or a client that is not closed."""
    rows = session.snapshot
    return bool(rows.findings) or any(row.closed is None for row in rows.clients.values())


def hidden_text(hidden: Sequence[tuple[int, str]]) -> str:
    """`3 processes without clients are hidden`; empty if no process is hidden."""
    parts = [f"{processes(count)} {what}" for count, what in hidden]
    one = len(hidden) == 1 and hidden[0][0] == 1
    return f"{' and '.join(parts)} {'is' if one else 'are'} hidden" if parts else ""


def processes(count: int) -> str:
    """`1 process`, `2 processes`."""
    return f"{count:,} process" if count == 1 else f"{count:,} processes"
