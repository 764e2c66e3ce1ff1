"""`milvus-tui run`: a dashboard of a program that it starts."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from milvus_tui.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from milvus_tui.sessions.program.run_program import RunProgram

FAILURE = 1

EPILOG = """
\b
Examples:
  milvus-tui run python app.py --port 8000     all after the command is the command's own
  milvus-tui run --exit -- pytest -q           leave the dashboard when it ends
  milvus-tui run --output app.log uvicorn shop:app --workers 4
  milvus-tui run python load.py < books.json   the keys come from the terminal

\b
Every Python process in it is a target of its own, once it has imported pymilvus. What the
program prints stands in a pane (l); without a redirection its standard input is empty. It is
watched, not touched: no client of it is used or closed. With --probe each process calls
list_collections once for each connection and database at an interval; without, which is the
default, its servers see its own calls only, and what those tell is shown.

\b
Quitting (q) while it runs asks whether to end it or to leave it running, to be watched again
with milvus-tui attach. SIGINT, SIGTERM and SIGHUP are passed on to it. Killing the dashboard
leaves it running.

\b
Exit codes:
  the program's own once it has ended; 128 + N if signal N ended it
  0  you left it running       1  --output's file, or a socket, cannot be made
  2  wrong usage, no terminal  3  milvus-tui crashed, and the program goes on
  126, 127  the command cannot be run, is not there     129  the terminal went, and it goes on
"""


@click.command(
    name="run",
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
    help="Time between two looks at each process, and between two rounds of probes.",
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
    help="Write all that the program prints to a file, too, which is emptied first.",
)
@click.option("--exit", "exits", is_flag=True, help="Leave the dashboard when the program ends.")
@options.thresholds
def run(
    command: Sequence[str],
    probe: bool,
    interval: float,
    timeout: float,
    output: Path | None,
    exits: bool,
    age: float,
    idle: float,
) -> int:
    """Start a program, and watch the Milvus connections of every Python process in it."""
    if sys.platform == "win32":
        raise options.Refusal(options.WINDOWS)
    from milvus_tui.sessions.program import command_line
    from milvus_tui.sessions.program.run_program import RunProgram
    from milvus_tui.sessions.program.watched_environment import WatchSettings

    watching = WatchSettings(probe=probe, interval=interval, timeout=timeout)
    program = RunProgram(command, watching, file=output)
    try:
        command_line.check(command)
        return _show(program, age, idle, exits=exits)
    except command_line.CannotRun as error:
        click.echo(f"milvus-tui: {error}", err=True)
        return error.code
    except OSError as error:
        click.echo(f"milvus-tui: {command_line.trouble(error)}", err=True)
        return FAILURE


def _show(program: RunProgram, age: float, idle: float, *, exits: bool) -> int:
    """Start a program, and show it. Gives the exit code.

    Raises:
        CannotRun, OSError: it cannot be started.
        Refusal: there is no terminal.
    """
    given = _take_terminal()

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.program.program_exit import ProgramExit
    from milvus_tui.tui.placeholder_sessions import PendingSession

    return dashboard.run(
        PendingSession(program),
        lambda: _start(program, given),
        parting=ProgramExit(program, exits=exits),
        thresholds=Thresholds(age, idle),
    )


def _take_terminal() -> int | None:
    """Read keys from the terminal, wherever standard input comes from.

    Returns:
        A descriptor of what standard input was, for the program; None for the terminal.

    Raises:
        Refusal: there is none.
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
        given = os.dup(0)
    except OSError:
        given = os.open(os.devnull, os.O_RDONLY)  # it was closed
    os.dup2(keys, 0)
    if keys:
        os.close(keys)
    if sys.__stdin__ is None:
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    return given


def _start(program: RunProgram, given: int | None) -> None:
    """Start a program, with the standard input that it was given."""
    if given is None:
        program.start()
        return
    keys = os.dup(0)
    os.dup2(given, 0)
    try:
        program.start()
    finally:
        os.dup2(keys, 0)
        os.close(keys)
        os.close(given)
