"""`milvus-tui check`: runs a command as if alone, and reports at its end."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milvus_tui.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot

OK, FAILURE, FOUND = 0, 1, 4

GRAVEST_FIRST = ("error", "warning", "note")
NEVER = "never"

EPILOG = """
\b
Examples:
  milvus-tui check python app.py --port 8000      all after the command is the command's own
  milvus-tui check --fail-on error -- pytest -q
  milvus-tui check --json found.json ./nightly.sh

\b
Input and output of the command are untouched; the report goes to standard error when it has
ended. It is watched, not touched: no client of it is used or closed, unless --probe is given.
A Python process is seen from 3.8 on, whatever is installed beside it, but not with -I, -E or -S.

\b
Exit codes:
  the command's own, if it is not 0; 128 + N if signal N ended it
  0  nothing was found     4  something was found that --fail-on names, or worse
  1  --json's file, or the socket, cannot be made
  2  wrong usage           126, 127  the command cannot be run, is not there
"""


@click.command(
    name="check",
    epilog=EPILOG,
    context_settings=options.COMMAND_CONTEXT,
)
@options.COMMAND
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write what was found to a file, too; - is standard output, after the command's own.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*GRAVEST_FIRST, NEVER]),
    default="warning",
    show_default=True,
    help="From which severity on a finding makes the exit code 4.",
)
@options.thresholds
@options.PROBE
def check(
    command: Sequence[str],
    json_file: Path | None,
    fail_on: str,
    age: float,
    idle: float,
    probe: bool,
) -> int:
    """Run a program without a screen, and report what was found wrong with its connections."""
    if sys.platform == "win32":
        raise options.Refusal(options.WINDOWS)
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.program import command_line

    try:
        if json_file is not None and str(json_file) != "-":
            json_file.write_text("")  # better said now than when the command has run
        code, snapshots = _watch(list(command), probe)
    except command_line.CannotRun as error:
        click.echo(f"milvus-tui: {error}", err=True)
        return error.code
    except OSError as error:
        click.echo(f"milvus-tui: {command_line.trouble(error)}", err=True)
        return FAILURE
    return _report(code, snapshots, Thresholds(age, idle), json_file, fail_on)


def _watch(command: list[str], probe: bool) -> tuple[int, list[Snapshot]]:
    """Run a command; gives its exit code, and the last rows of each process with an agent.

    Raises:
        CannotRun: it could not be started.
        OSError: there can be no socket.
    """
    from milvus_tui.sessions.program import command_line, foreground
    from milvus_tui.sessions.program.agent_listener import AgentListener
    from milvus_tui.sessions.program.watched_environment import WatchSettings, environment

    command_line.check(command)
    reception = AgentListener()
    try:
        surroundings = environment(os.environ, reception.path, WatchSettings(probe=probe))
        code = foreground.run(command, surroundings, reception.start)
        reception.finish()
    finally:
        reception.close()
    for why in reception.misunderstood:
        click.echo(f"milvus-tui: a process was not seen: {why}", err=True)
    snapshots = [session.snapshot for session in reception.sessions]
    reception.leave()
    return code, snapshots


def _report(
    code: int,
    snapshots: list[Snapshot],
    thresholds: Thresholds,
    json_file: Path | None,
    fail_on: str,
) -> int:
    from milvus_tui.reports import findings_report

    now = time.time()
    with contextlib.suppress(OSError):  # nobody reads it: the exit code is what counts
        for line in findings_report.report_lines(snapshots, thresholds, now):
            click.echo(line, err=True)
    if json_file is not None:
        processes = findings_report.report_data(snapshots, thresholds, now)
        text = json.dumps({"exit_code": code, "processes": processes}, indent=1) + "\n"
        try:
            _write(json_file, text)
        except OSError as error:
            with contextlib.suppress(OSError):
                click.echo(f"milvus-tui: {json_file}: {error.strerror}", err=True)
            return code or FAILURE
    if code or fail_on == NEVER:
        return code
    worst = findings_report.worst_of(snapshots, thresholds, now)
    counts = GRAVEST_FIRST[: GRAVEST_FIRST.index(fail_on) + 1]
    return FOUND if worst in counts else OK


def _write(path: Path, text: str) -> None:
    """Write a file, or standard output.

    Raises:
        OSError: it could not be written, or there is no standard output.
    """
    if str(path) != "-":
        path.write_text(text)
        return
    if sys.stdout is None:  # it was closed, and its number may be another file's by now
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    data = text.encode()
    while data:  # past the buffer, which would try once more at the end
        data = data[os.write(sys.stdout.fileno(), data) :]
