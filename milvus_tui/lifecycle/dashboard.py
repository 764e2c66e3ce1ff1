"""Runs a dashboard so that it ends well: on a signal, on a crash, and as the user quits.

Whatever happens, the session is stopped (no process, socket file or directory is left) and
the terminal is as it was. Textual restores the terminal on SIGINT only.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import termios
import threading
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.sessions.session import Session
    from milvus_tui.sessions.target_group import TargetGroup
    from milvus_tui.tui.app import MilvusTui


class ExitCode(IntEnum):
    """How `milvus-tui` ends."""

    OK = 0
    """The user quit."""
    FAILURE = 1
    """The server or the target could not be reached or started."""
    USAGE = 2
    """An option or argument is wrong, or there is no terminal."""
    CRASH = 3
    """The dashboard itself failed; a log file says how."""
    HANGUP = 128 + signal.SIGHUP
    """The terminal went away."""
    INTERRUPT = 128 + signal.SIGINT
    """Ctrl+C before there was a dashboard, or SIGINT."""
    TERMINATED = 128 + signal.SIGTERM
    """SIGTERM."""


INSIST_SECONDS = 2.0
"""After which a signal that had to end a dashboard that hangs is heard once more."""

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

# Keyboard protocol, paste, focus and mouse reports, cursor, alternate screen, in this order.
RESET = (
    "\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1000l\x1b[?2048l"
    "\x1b[?25h\x1b[?1049l\x1b[0m"
)


class Ended(BaseException):
    """A signal came; unwinds the main thread where no event loop could take the message."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.code = 128 + number


class _Signals:
    """Ends the dashboard in order at the first signal, and where that hangs at the second."""

    def __init__(self) -> None:
        self.app: MilvusTui | None = None
        self._before: dict[int, Any] = {}
        self._received = False

    def install(self) -> None:
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._handle)

    def ignore(self) -> None:
        """From here on nothing may interrupt: what is left to do is bounded."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _insist(self, number: int) -> None:
        """Raise again and again until `ignore()`: an exception that a handler raises is lost
        where Python happens to be in a finalizer or a callback that takes none."""

        def again(_number: int, _frame: FrameType | None) -> None:
            raise Ended(number)

        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, INSIST_SECONDS, INSIST_SECONDS)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        first, self._received = not self._received, True
        if self.app is None or not first:
            self._insist(number)
            raise Ended(number)
        import asyncio  # Textual has it; importing it earlier would delay the target's start

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise Ended(number) from None
        # The handler may run anywhere in the loop's own code: only leave a message.
        loop.call_soon_threadsafe(self.app.signalled, number)


def run(
    session: Session,
    start: Callable[[], None],
    secrets: Sequence[str] = (),
    fleet: TargetGroup | None = None,
    parting: ProgramExit | None = None,
    roster: ProcessList | None = None,
    **shown: Any,
) -> int:
    """Start a session, show it until the user leaves, and stop it.

    Args:
        session: what is shown.
        start: starts it; called first, so that it works while Textual is being imported.
        secrets: what must not get into the log of a crash.
        fleet: opens further targets, and is stopped, too.
        parting: the program that the session stands for, and what becomes of it at the end; what
            `start` raises is then raised here.
        roster: the processes that can be watched; those that were are left at the end.
        shown: further arguments of the dashboard (`tui.app.MilvusTui`).

    Returns:
        The exit code; of a program that has ended, its own.
    """
    signals = _Signals()
    signals.install()
    crash: BaseException | None = None
    started = False
    try:
        with _terminal_as_it_was():
            start()
            started = True
            code, crash = _show(session, signals, parting, fleet=fleet, roster=roster, **shown)
    except Ended as ended:
        code = ended.code
        if parting is not None:
            parting.pass_on(ended.number)
    except Exception as error:
        if parting is not None and not started:
            raise  # there is no such program, or no place for its output
        # a defect, whichever: reported below
        code, crash = ExitCode.CRASH, error
    finally:
        signals.ignore()
        for others in (fleet, roster):
            if others is not None:
                others.stop()  # before the server, which may be the first one's
        session.stop()
        if parting is not None and started:
            code = parting.part(code, crashed=crash is not None, tell=_tell)
            _tell(_last_line(parting, shown.get("thresholds")))
    if crash is not None:
        code = _blame(crash, secrets)
    signals.restore()
    return code


def _blame(crash: BaseException, secrets: Sequence[str]) -> ExitCode:
    """Say what made the dashboard crash, where that is a defect."""
    if isinstance(crash, OSError) and crash.errno == errno.EIO:
        return ExitCode.HANGUP  # the terminal went away while it was written to
    _tell(f"milvus-tui crashed ({type(crash).__name__}): {_log(crash, secrets)}")
    return ExitCode.CRASH


def _show(
    session: Session, signals: _Signals, parting: ProgramExit | None, **shown: Any
) -> tuple[int, BaseException | None]:
    """Run the dashboard. Gives its exit code, and what made it crash, if anything did."""
    from milvus_tui.tui import textual_driver
    from milvus_tui.tui.first_frame import FirstFrame

    first = FirstFrame(session, door=_door(parting, shown))
    with textual_driver.without_tls():
        from milvus_tui.tui.app import MilvusTui

    app = MilvusTui(session, parting=parting, **shown)
    app.driver_class = textual_driver.driver(drawn=first.leave())
    crashes: list[BaseException] = []
    handle = app._handle_exception

    def note(error: Exception) -> None:
        # Textual would print a traceback with all local variables in it.
        handle(error)
        crashes.append(error)
        app._exit_renderables.clear()

    app._handle_exception = note  # type: ignore[method-assign]
    # A thread's traceback would be written over the screen.
    threading.excepthook = lambda failed: crashes.append(failed.exc_value or Exception())
    signals.app = app
    try:
        app.run()
    finally:
        signals.app = None
        threading.excepthook = threading.__excepthook__
    return app.return_code or ExitCode.OK, crashes[0] if crashes else None


def _door(parting: ProgramExit | None, shown: dict[str, Any]) -> str:
    """What the dashboard is opened for."""
    from milvus_tui.tui.actions.registry import ATTACH, LAB, RUN

    return RUN if parting is not None else ATTACH if shown.get("roster") else LAB


@contextmanager
def _terminal_as_it_was() -> Iterator[None]:
    """Restore the terminal's modes; after an exception also its screen and cursor."""
    try:
        before = termios.tcgetattr(0)
    except termios.error:
        before = None  # no terminal, as in a test
    try:
        yield
    except BaseException:
        if before is not None:
            _write(RESET)
        raise
    finally:
        if before is not None:
            try:
                termios.tcsetattr(0, termios.TCSANOW, before)
            except termios.error:
                pass  # it was hung up


def _last_line(parting: ProgramExit, thresholds: Thresholds | None) -> str:
    """How a program ended, and what was found in it."""
    import time

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.reports.findings_report import report_lines

    snapshots = [session.snapshot for session in parting.program.sessions]
    found = report_lines(snapshots, thresholds or Thresholds(), time.time())[0]
    name = f"milvus-tui: {parting.program.command}: {parting.ending()}"
    return f"{name}; {found.removeprefix('milvus-tui: ')}"


def _tell(line: str) -> None:
    _write(line + "\n")


def _write(text: str) -> None:
    try:
        os.write(2, text.encode())
    except OSError:
        pass  # the terminal was hung up


def _log(error: BaseException, secrets: Sequence[str]) -> str:
    """Write the traceback to a file that only the user can read; gives where it is."""
    # Imported when they are needed: a start without a crash is to be quick.
    import tempfile
    import time
    import traceback

    text = "".join(traceback.format_exception(error))
    for secret in secrets:
        if secret:
            text = text.replace(secret, "••••")
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    for folder in (Path(state, "milvus-tui"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        header = f"milvus-tui, Python {sys.version}, {sys.platform}\n"
        os.write(descriptor, (header + text).encode(errors="replace"))
        os.close(descriptor)
        return f"please report it, with {path}"
    return "and its log could not be written"
