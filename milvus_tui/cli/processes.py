"""`milvus-tui ps` and `milvus-tui attach`: processes that have an agent already."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from milvus_tui.cli import options

OK = 0

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

HEAD = ("PID", "PYMILVUS", "CLIENTS", "CONNECTIONS", "PROBES", "PROGRAM")

HOW = """
\b
A process can be attached to once it has imported pymilvus, if
  it was started by milvus-tui run -- COMMAND, also after that dashboard has ended, or
  it was started with MILVUS_TUI=1 in its environment, where milvus-tui is installed, or
  it has called milvus_tui.agent.start(), at any time.
It is watched, not touched: no client of it is used or closed. With probes (run --probe,
MILVUS_TUI_PROBE=1, start(probe=True)) its agent calls list_collections once for each connection
and database at an interval. Several may watch at once, and leaving changes nothing. A lab of
another dashboard can be watched, too.
"""


@click.command(name="ps", context_settings=CONTEXT, epilog=HOW)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def ps(as_json: bool) -> int:
    """List the processes of yours that can be attached to."""
    from milvus_tui.sessions import attached_session

    rows = [_row(found) for found in attached_session.agents()]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    elif not rows:
        click.echo(f"no process of yours has an agent: {attached_session.HOW_TO_START}", err=True)
    else:
        lines = [HEAD, *(tuple(_words(row)) for row in rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            click.echo("  ".join(cells).rstrip())
    return OK


@click.command(name="attach", context_settings=CONTEXT, epilog=HOW)
@click.argument("pid", type=click.IntRange(min=1), required=False)
@click.option(
    "--probe/--no-probe",
    "probes",
    default=None,
    help="Have the process go on with its probes, or pause them, for whoever watches it. It can"
    " probe only if it was started so. By default nothing is changed.",
)
@options.thresholds
def attach(pid: int | None, probes: bool | None, age: float, idle: float) -> int:
    """Watch a process that runs already. Without PID, the only one that can be attached to, or one
    that is chosen from a list, which n opens again to watch several side by side."""
    from milvus_tui.sessions import attached_session as targets

    for number, name in enumerate(("input", "output", "error")):
        if not os.isatty(number):
            raise options.Refusal(f"a terminal is needed: standard {name} is not one")
    try:
        path = targets.find(pid)
    except targets.SeveralTargets:
        path = None
    except targets.NoTarget as error:
        raise options.Refusal(str(error)) from error

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.tui.placeholder_sessions import NoSession

    session = targets.AttachedSession(path) if path is not None else None
    return dashboard.run(
        session or NoSession(),
        session.start if session is not None else lambda: None,
        roster=ProcessList(),
        probes=probes,
        thresholds=Thresholds(age, idle),
    )


def _row(found: Any) -> dict[str, Any]:
    target = found.target
    return {
        "pid": target.pid,
        "program": target.command,
        "pymilvus": target.pymilvus or None,
        "python": target.python,
        "clients": found.clients,
        "connections": found.connections,
        "probes": not target.paused,
        "lab": target.lab,
        "started": target.started,
    }


def _words(row: dict[str, Any]) -> list[str]:
    return [
        str(row["pid"]),
        row["pymilvus"] or "not yet",
        str(row["clients"]),
        str(row["connections"]),
        "on" if row["probes"] else "off",
        row["program"],
    ]
