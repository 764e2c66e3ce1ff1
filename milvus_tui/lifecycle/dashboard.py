"""Runs a dashboard, and cleans up after it: when the user quits, on a signal, on a crash.

At the end the session is stopped (no process, socket file or directory remains) and the terminal
is as it was. Textual itself restores the terminal on SIGINT only.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milvus_tui.lifecycle import terminal_modes
from milvus_tui.lifecycle.exit_codes import ExitCode
from milvus_tui.lifecycle.signals import SignalHandlers, SignalReceived

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.sessions.session import Session
    from milvus_tui.sessions.target_group import TargetGroup
    from milvus_tui.tui.app import MilvusTui


def run(
    session: Session,
    start: Callable[[], None],
    secrets: Sequence[str] = (),
    target_group: TargetGroup | None = None,
    program_exit: ProgramExit | None = None,
    process_list: ProcessList | None = None,
    **shown: Any,
) -> int:
    """Start a session, show it until the user quits, and stop it.

    Args:
        session: what the dashboard shows.
        start: starts the session, which goes on starting while Textual is being imported.
        secrets: texts that the log of a crash must not show.
        target_group: opens further targets; stopped at the end.
        program_exit: the program that the session stands for, and how the dashboard leaves the
            program at the end. With it, `run` raises what `start` raises.
        process_list: the processes that can be watched; stopped at the end, which detaches from
            those that were watched.
        shown: further arguments of the dashboard (`tui.app.MilvusTui`).

    Returns:
        The exit code; the program's own, if it has ended.
    """
    signals = SignalHandlers()
    signals.install()
    shown |= {"target_group": target_group, "process_list": process_list}
    outcome = _Outcome()
    try:
        _start_and_show(outcome, session, start, signals, program_exit, shown)
    finally:
        signals.ignore()
        for others in (target_group, process_list):
            if others is not None:
                others.stop()  # first, because the session may own the server of the others
        session.stop()
        if program_exit is not None and outcome.started:
            _finish_program(outcome, program_exit, shown.get("thresholds"))
    if outcome.crash is not None:
        from milvus_tui.lifecycle import crash_log

        outcome.code = crash_log.report(outcome.crash, secrets)
    signals.restore()
    return outcome.code


@dataclass
class _Outcome:
    """What has become of a dashboard."""

    code: int = ExitCode.OK
    crash: BaseException | None = None
    started: bool = False
    """Whether the session was started."""


def _start_and_show(
    outcome: _Outcome,
    session: Session,
    start: Callable[[], None],
    signals: SignalHandlers,
    program_exit: ProgramExit | None,
    shown: dict[str, Any],
) -> None:
    """Start a session, and show it until the user quits, a signal arrives or it crashes."""
    try:
        with terminal_modes.restored():
            start()
            outcome.started = True
            outcome.code, outcome.crash = _show(session, signals, program_exit, **shown)
    except SignalReceived as received:
        outcome.code = received.exit_code
        if program_exit is not None:
            program_exit.forward_signal(received.number)
    except Exception as error:
        if program_exit is not None and not outcome.started:
            raise  # the program cannot be started, or its output file cannot be written
        outcome.code, outcome.crash = ExitCode.CRASH, error  # a defect, which `run` reports


def _finish_program(
    outcome: _Outcome, program_exit: ProgramExit, thresholds: Thresholds | None
) -> None:
    """Stop the program or detach from it, and print its last line."""
    from milvus_tui.lifecycle.program_summary import last_line

    write, crashed = terminal_modes.write_line, outcome.crash is not None
    outcome.code = program_exit.finish(outcome.code, crashed=crashed, report=write)
    write(last_line(program_exit, thresholds))


def _show(
    session: Session, signals: SignalHandlers, program_exit: ProgramExit | None, **shown: Any
) -> tuple[int, BaseException | None]:
    """Run the dashboard. Returns its exit code, and the exception that made it crash, if any."""
    from milvus_tui.tui import textual_driver
    from milvus_tui.tui.first_frame import FirstFrame

    first = FirstFrame(session, mode=_mode(program_exit, shown))
    with textual_driver.without_tls():
        from milvus_tui.tui.app import MilvusTui

    app = MilvusTui(session, program_exit=program_exit, **shown)
    app.driver_class = textual_driver.driver(drawn=first.leave())
    crashes = _collect_crashes(app)
    signals.app = app
    try:
        app.run()
    finally:
        signals.app = None
        threading.excepthook = threading.__excepthook__
    return app.return_code or ExitCode.OK, crashes[0] if crashes else None


def _collect_crashes(app: MilvusTui) -> list[BaseException]:
    """A list that gets the exceptions of the app and of every thread, which are not printed.

    Textual would print a traceback with all local variables, and Python would write the
    traceback of a thread over the screen.
    """
    crashes: list[BaseException] = []
    handle = app._handle_exception

    def collect(error: Exception) -> None:
        handle(error)
        crashes.append(error)
        app._exit_renderables.clear()

    app._handle_exception = collect  # type: ignore[method-assign]
    threading.excepthook = lambda failed: crashes.append(failed.exc_value or Exception())
    return crashes


def _mode(program_exit: ProgramExit | None, shown: dict[str, Any]) -> str:
    """What the dashboard is opened for."""
    from milvus_tui.tui.action import ATTACH, LAB, RUN

    return RUN if program_exit is not None else ATTACH if shown.get("process_list") else LAB
