"""`milvus-tui ps`: a list of the processes that have an agent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from milvus_tui.cli import options
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from milvus_tui.sessions.attached_session import FoundProcess

HEADINGS = ("PID", "PYMILVUS", "CLIENTS", "CONNECTIONS", "PROBES", "PROGRAM")


@click.command(name="ps", context_settings=options.CONTEXT, epilog=options.ATTACHABLE)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def ps(as_json: bool) -> int:
    """List the processes of yours that can be attached to."""
    from milvus_tui.sessions import attached_session

    rows = [_row(found) for found in attached_session.list_agents()]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    elif not rows:
        click.echo(
            f"none of your processes has an agent: {attached_session.HOW_TO_START}", err=True
        )
    else:
        _print_table([HEADINGS, *(_cells(row) for row in rows)])
    return ExitCode.OK


def _row(found: FoundProcess) -> dict[str, Any]:
    """A process, as `--json` prints it."""
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


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """A process, as a line of the table."""
    return (
        str(row["pid"]),
        row["pymilvus"] or "not yet",
        str(row["clients"]),
        str(row["connections"]),
        "on" if row["probes"] else "off",
        row["program"],
    )


def _print_table(lines: list[tuple[str, ...]]) -> None:
    """Print lines with columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
