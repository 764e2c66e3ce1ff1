"""`milvus-tui check`: runs a program without a screen, and reports its findings at its end."""

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
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.model.snapshot import Snapshot

FOUND = 4
"""The exit code where a finding is as severe as `--fail-on` names, or more."""

SEVERITIES = ("error", "warning", "note")
"""The most severe first."""
NEVER = "never"

EPILOG = """
\b
Examples:
  milvus-tui check python app.py --port 8000      every word after the command is its own
  milvus-tui check --fail-on error -- pytest -q
  milvus-tui check --json found.json ./nightly.sh

\b
Input and output of the command are untouched; the report goes to standard error when the command
has ended. The command is watched, not touched: none of its clients is used or closed, unless
--probe is given. A Python process is seen from Python 3.8 on, whatever is installed with it, but
not with -I, -E or -S.

\b
Exit codes:
  the command's own, if it is not 0; 128 + N if signal N ended it
  0  nothing was found     4  a finding is as severe as --fail-on, or more severe
  1  --json's file, or the socket, cannot be created
  2  wrong usage           126, 127  the command cannot be run, is not there
"""


@click.command(
    name="check",
    cls=options.CommandStarter,
    epilog=EPILOG,
    context_settings=options.COMMAND_CONTEXT,
)
@options.COMMAND
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write the findings to a file, too; - is standard output, after the command's own.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, NEVER]),
    default="warning",
    show_default=True,
    help="The least severe finding that makes the exit code 4.",
)
@options.thresholds
@options.PROBE
def check(
    command: Sequence[str],
    json_file: Path | None,
    fail_on: str,
    leak_after: float,
    idle_after: float,
    blocked_after: float,
    probe: bool,
) -> int:
    """Run a program without a screen and report what is wrong."""
    options.refuse_windows()
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.program import command_line

    try:
        if json_file is not None and str(json_file) != "-":
            json_file.write_text("")  # fails now rather than after the command
        code, snapshots, gaps = _watch(list(command), probe)
    except command_line.CommandError as error:
        click.echo(f"milvus-tui: {error}", err=True)
        return error.code
    except OSError as error:
        click.echo(f"milvus-tui: {command_line.describe_os_error(error)}", err=True)
        return ExitCode.FAILURE
    limits = Thresholds(leak_after, idle_after, blocked_after)
    return _report(code, snapshots, gaps, limits, json_file, fail_on)


def _watch(command: list[str], probe: bool) -> tuple[int, list[Snapshot], list[str]]:
    """Run a command.

    Returns its exit code, the last rows of each process with an agent, and what was not judged.

    Raises:
        CommandError: the command cannot be started.
        OSError: the socket cannot be created.
    """
    from milvus_tui.sessions.program import command_line, foreground
    from milvus_tui.sessions.program.agent_listener import AgentListener
    from milvus_tui.sessions.program.watched_environment import WatchSettings, environment

    command_line.check(command)
    listener = AgentListener()
    try:
        watched = environment(os.environ, listener.path, WatchSettings(probe=probe))
        code = foreground.run(command, watched, listener.start)
        listener.finish()
    finally:
        listener.close()
    from milvus_tui.model import coverage

    gaps = [f"a process that was not seen: {reason}" for reason in listener.incompatible]
    gaps += coverage.cut_short((each.snapshot, each.failure) for each in listener.sessions)
    snapshots = [session.snapshot for session in listener.sessions]
    listener.detach()
    return code, snapshots, gaps


def _report(
    code: int,
    snapshots: list[Snapshot],
    gaps: list[str],
    thresholds: Thresholds,
    json_file: Path | None,
    fail_on: str,
) -> int:
    from milvus_tui.reports import findings_report

    now = time.time()
    with contextlib.suppress(OSError):  # the reader has ended, and the exit code counts
        for line in findings_report.report_lines(snapshots, thresholds, now, gaps):
            click.echo(line, err=True)
    if json_file is not None:
        processes = findings_report.report_data(snapshots, thresholds, now)
        data = {"exit_code": code, "not_judged": gaps, "processes": processes}
        text = json.dumps(data, indent=1) + "\n"
        try:
            _write(json_file, text)
        except OSError as error:
            with contextlib.suppress(OSError):
                click.echo(f"milvus-tui: {json_file}: {error.strerror}", err=True)
            return code or ExitCode.FAILURE
    if code or fail_on == NEVER:
        return code
    worst = findings_report.worst_of(snapshots, thresholds, now)
    counts = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FOUND if worst in counts else ExitCode.OK


def _write(path: Path, text: str) -> None:
    """Write a file; `-` is standard output.

    Raises:
        OSError: the file cannot be written, or there is no standard output.
    """
    if str(path) != "-":
        path.write_text(text)
        return
    if sys.stdout is None:  # closed; another file may have its number by now
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    data = text.encode()
    while data:  # past the buffer, which would be written again at exit
        data = data[os.write(sys.stdout.fileno(), data) :]
