"""The command line. What it imports is what `--help` waits for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from milvus_tui import __version__
from milvus_tui.cli import options
from milvus_tui.cli.check import check
from milvus_tui.cli.demo import demo
from milvus_tui.cli.processes import attach, ps
from milvus_tui.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OK, USAGE, INTERRUPT = 0, 2, 130  # of guard.ExitCode, which Windows cannot import

EXAMPLES = """
\b
Examples:
  milvus-tui                               on an embedded Milvus Lite
  milvus-tui http://localhost:19530        on a server of yours
  milvus-tui --user root --db books http://localhost:19530
  MILVUS_TOKEN=… milvus-tui --secure https://example.org:19530
  milvus-tui --python ~/other/.venv        with the pymilvus of that environment
  milvus-tui --pymilvus 2.6.10             with another release, which uv installs
  milvus-tui demo                          what this release does, as a table
  milvus-tui run python app.py             a program of yours, and its connections
  milvus-tui attach                        one that runs already, from a list
  milvus-tui check pytest -q               a program's findings, at its end
"""

EXIT_CODES = """
\b
Exit codes:
  0  you quit            1  the server or the target cannot be used
  2  wrong usage         3  milvus-tui crashed; it names a log file
  129, 130, 143          ended by SIGHUP, SIGINT, SIGTERM
"""


@click.command(
    name="milvus-tui",
    epilog=EXAMPLES + options.ENVIRONMENT + EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.argument("uri", required=False, default="")
@options.login_options
@click.option(
    "--interval",
    metavar="SECONDS",
    type=click.FloatRange(min=0.05),
    default=1.0,
    show_default=True,
    help="Time between two rounds of list_collections.",
)
@click.option(
    "--data",
    metavar="DIRECTORY",
    type=options.path_type(file_okay=False),
    help="Keep the embedded server's data there, rather than in a temporary directory.",
)
@options.PYTHON
@click.option(
    "--pymilvus",
    "release",
    metavar="RELEASE",
    default="",
    help="Release of pymilvus that the clients are made with, such as 2.6.10, which uv installs"
    " at first use; or installed.",
)
@options.tls_options
@click.option("--version", is_flag=True, help="Show milvus-tui's and pymilvus's version and exit.")
def lab(uri: str, version: bool, **given: Any) -> int:
    """A dashboard of live Milvus connections: spawn clients, hand them to threads, close one,
    and watch, client by client, who can still call list_collections.

    URI is the server: http://HOST:PORT, https://…, tcp://…, unix:PATH or ./FILE.db. Without
    one, an embedded Milvus Lite server is started, and removed at the end.
    """
    if version:
        return _show_version()
    if sys.platform == "win32":
        raise options.Refusal(options.WINDOWS)
    return _run_lab(uri, **given)


COMMANDS: dict[str, click.Command] = {
    "check": check,
    "demo": demo,
    "run": run,
    "ps": ps,
    "attach": attach,
}
"""Subcommands by name; whatever is not one of them is for the lab."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `milvus-tui` and exit. Errors are one line on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command, name = lab, "milvus-tui"
    if given and given[0] in COMMANDS:
        name = f"milvus-tui {given[0]}"
        command = COMMANDS[given.pop(0)]
    try:
        sys.exit(command.main(given, prog_name=name, standalone_mode=False))
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.ClickException as error:
        message = " ".join(error.format_message().split()).rstrip(".")
        click.echo(f"milvus-tui: {message} ({name} --help explains)", err=True)
        sys.exit(USAGE)
    except options.Refusal as refusal:
        click.echo(f"milvus-tui: {refusal}", err=True)
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        sys.exit(INTERRUPT)
    except BrokenPipeError:
        # The reader of --help went; nothing is to be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(OK)


def _show_version() -> int:
    from milvus_tui.sessions.releases.interpreters import own

    beside = own("pymilvus") or "not installed"
    click.echo(f"milvus-tui {__version__}, pymilvus {beside}")
    return OK


def _run_lab(uri: str, python: Path | None, release: str, **given: Any) -> int:
    options.check_server(uri, given["data"])
    interpreter = options.interpreter(python, release, for_file=uri.endswith(".db"))
    _require_terminal()
    settings = options.lab_options(uri, python=interpreter, release=release, **given)

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.sessions import uris
    from milvus_tui.sessions.lab_session import LabSession
    from milvus_tui.sessions.target_group import TargetGroup

    session = LabSession(settings)
    token, password = settings.token, settings.password
    secrets = (token, token.partition(":")[2], password, *uris.secrets(uri))
    return dashboard.run(session, session.start, secrets, TargetGroup(session, settings))


def _require_terminal() -> None:
    for number, name in enumerate(("input", "output", "error")):
        if not os.isatty(number):
            raise options.Refusal(f"a terminal is needed: standard {name} is not one")
