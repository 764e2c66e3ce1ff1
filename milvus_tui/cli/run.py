"""`milvus-tui run`: a dashboard of a program that it starts."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from milvus_tui.cli import options
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from milvus_tui.sessions.program.run_program import RunProgram

EPILOG = """
\b
Examples:
  milvus-tui run python app.py --port 8000     every word after the command is its own
  milvus-tui run --exit -- pytest -q           end the dashboard with the program
  milvus-tui run --output app.log uvicorn shop:app --workers 4
  milvus-tui run python load.py < books.json   the keys come from the terminal

\b
Every Python process of the program is a target of its own, once it has imported pymilvus. A pane
(l) shows what the program prints; without a redirection its standard input is empty. The program
is watched, not touched: none of its clients is used or closed. With --probe each process calls
list_collections once for each connection and database at an interval. By default the servers see
only the program's own calls, and the dashboard shows what those calls tell.

\b
Quitting (q) while the program runs asks whether to stop it or to keep it running, to be watched
again with milvus-tui attach. SIGINT, SIGTERM and SIGHUP are passed on to the program. Killing the
dashboard keeps the program running.

\b
Exit codes:
  the program's own once it has ended; 128 + N if signal N ended it
  0  you kept it running       1  --output's file, or a socket, cannot be created
  2  wrong usage, no terminal  3  milvus-tui crashed, and the program is still running
  126, 127  the command cannot be run, is not there
  129  the terminal was closed, and the program is still running
"""


@click.command(
    name="run",
    cls=options.CommandStarter,
    epilog=EPILOG,
    context_settings=options.COMMAND_CONTEXT,
)
@options.COMMAND
@options.PROBE
@click.option(
    "--interval",
    metavar="SECONDS",
    type=click.FloatRange(min=0.05),
    default=1.0,
    show_default=True,
    help="Time between two scans of each process, and between two rounds of probes.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0.05),
    default=3.0,
    show_default=True,
    help="How long a probe may take.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=options.path_type(dir_okay=False, writable=True),
    help="Write all that the program prints to a file, too; the file is emptied first.",
)
@click.option("--exit", "exits", is_flag=True, help="End the dashboard when the program ends.")
@options.thresholds
def run(
    command: Sequence[str],
    probe: bool,
    interval: float,
    timeout: float,
    output: Path | None,
    exits: bool,
    leak_after: float,
    idle_after: float,
    blocked_after: float,
) -> int:
    """Start a program and watch the connections of its processes."""
    options.refuse_windows()
    from milvus_tui.sessions.program import command_line
    from milvus_tui.sessions.program.run_program import RunProgram
    from milvus_tui.sessions.program.watched_environment import WatchSettings

    watching = WatchSettings(probe=probe, interval=interval, timeout=timeout)
    program = RunProgram(command, watching, file=output)
    try:
        command_line.check(command)
        return _show(program, (leak_after, idle_after, blocked_after), exits=exits)
    except command_line.CommandError as error:
        click.echo(f"milvus-tui: {error}", err=True)
        return error.code
    except OSError as error:
        click.echo(f"milvus-tui: {command_line.describe_os_error(error)}", err=True)
        return ExitCode.FAILURE


def _show(program: RunProgram, thresholds: tuple[float, float, float], *, exits: bool) -> int:
    """Start a program, and show it. Returns the exit code.

    Raises:
        CommandError, OSError: the program cannot be started.
        Refusal: there is no terminal.
    """
    program_input = _take_terminal()

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.tui.placeholder_sessions import PendingSession

    return dashboard.run(
        PendingSession(program),
        lambda: _start(program, program_input),
        program_exit=ProgramExit(program, exits=exits),
        thresholds=Thresholds(*thresholds),
    )


def _take_terminal() -> int | None:
    """Read keys from the terminal, wherever standard input comes from.

    Returns:
        A descriptor of the former standard input, for the program; None for the terminal.

    Raises:
        Refusal: there is no terminal.
    """
    for number, name in ((1, "output"), (2, "error")):
        if not os.isatty(number):
            raise options.Refusal(
                f"a terminal is needed: standard {name} is not one"
                " (milvus-tui check runs a command without a screen)"
            )
    if os.isatty(0):
        return None
    try:
        keys = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise options.Refusal("a terminal is needed for the keys: there is no /dev/tty") from error
    try:
        program_input = os.dup(0)
    except OSError:
        program_input = os.open(os.devnull, os.O_RDONLY)  # standard input was closed
    os.dup2(keys, 0)
    if keys:
        os.close(keys)
    if sys.__stdin__ is None:
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    return program_input


def _start(program: RunProgram, program_input: int | None) -> None:
    """Start a program with its standard input; None leaves that to the program's start."""
    if program_input is None:
        program.start()
        return
    keys = os.dup(0)
    os.dup2(program_input, 0)
    try:
        program.start()
    finally:
        os.dup2(keys, 0)
        os.close(keys)
        os.close(program_input)
