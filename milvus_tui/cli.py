"""The command line. What it imports is what `--help` waits for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from milvus_tui import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, USAGE, INTERRUPT = 0, 2, 130  # of guard.ExitCode, which Windows cannot import

TLS = (
    "secure",
    "server_pem_path",
    "server_name",
    "ca_pem_path",
    "client_pem_path",
    "client_key_path",
)

WINDOWS = (
    "milvus-tui needs Linux or macOS: on Windows, run it inside WSL"
    " (the Windows Subsystem for Linux)"
)

EPILOG = """
\b
Examples:
  milvus-tui                               on an embedded Milvus Lite
  milvus-tui http://localhost:19530        on a server of yours
  milvus-tui --user root --db books http://localhost:19530
  MILVUS_TOKEN=… milvus-tui --secure https://example.org:19530
  milvus-tui --python ~/other/.venv        with the pymilvus of that environment

\b
Secrets are never options, since other users of the machine can read those:
  MILVUS_TOKEN       a token, such as root:Milvus
  MILVUS_PASSWORD    the password of --user; without it, it is asked for

\b
Exit codes:
  0  you quit            1  the server or the target cannot be used
  2  wrong usage         3  milvus-tui crashed; it names a log file
  129, 130, 143          ended by SIGHUP, SIGINT, SIGTERM
"""


def _file(**options: Any) -> click.Path:
    return click.Path(path_type=Path, **options)


PEM = click.Path(exists=True, dir_okay=False, readable=True)


@click.command(
    name="milvus-tui",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.argument("uri", required=False, default="")
@click.option("--db", metavar="NAME", default="", help="Database that clients open by default.")
@click.option("--user", metavar="NAME", default="", help="User to log in as.")
@click.option("--ask-token", is_flag=True, help="Ask for a token, without echo.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0.05),
    default=3.0,
    show_default=True,
    help="How long a call of list_collections may take before it counts as timed out.",
)
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
    type=_file(file_okay=False),
    help="Keep the embedded server's data there, rather than in a temporary directory.",
)
@click.option(
    "--python",
    metavar="PATH",
    type=_file(),
    help="Interpreter, or virtual environment, whose pymilvus the clients are made with.",
)
@click.option("--secure", is_flag=True, help="Use TLS.")
@click.option("--server-pem-path", type=PEM, help="Certificate of the server, for one-way TLS.")
@click.option("--server-name", metavar="NAME", help="Name that the server's certificate is for.")
@click.option("--ca-pem-path", type=PEM, help="Certificate authority, for mutual TLS.")
@click.option("--client-pem-path", type=PEM, help="Certificate of the client, for mutual TLS.")
@click.option("--client-key-path", type=PEM, help="Private key of the client, for mutual TLS.")
@click.option("--version", is_flag=True, help="Show milvus-tui's and pymilvus's version and exit.")
def lab(uri: str, version: bool, **options: Any) -> int:
    """A dashboard of live Milvus connections: spawn clients, hand them to threads, close one,
    and watch, client by client, who can still call list_collections.

    URI is the server: http://HOST:PORT, https://…, tcp://…, unix:PATH or ./FILE.db. Without
    one, an embedded Milvus Lite server is started, and removed at the end.
    """
    if version:
        return _show_version()
    if sys.platform == "win32":
        _refuse(WINDOWS)
    return _run_lab(uri, **options)


COMMANDS: dict[str, click.Command] = {}
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
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        sys.exit(INTERRUPT)
    except BrokenPipeError:
        # The reader of --help went; nothing is to be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(OK)


def _show_version() -> int:
    from milvus_tui.targets.interpreters import own

    beside = own("pymilvus") or "not installed"
    click.echo(f"milvus-tui {__version__}, pymilvus {beside}")
    return OK


def _refuse(line: str) -> NoReturn:
    click.echo(f"milvus-tui: {line}", err=True)
    sys.exit(USAGE)


def _run_lab(
    uri: str, *, db: str, user: str, ask_token: bool, python: Path | None, **options: Any
) -> int:
    from milvus_tui.targets import interpreters, lite, uris

    try:
        if uri:
            uris.check(uri)
        elif not lite.is_installed():
            raise ValueError(lite.MISSING)
        if uri and options["data"]:
            raise ValueError("--data is for the embedded server: leave it out, or the URI")
        interpreter = interpreters.find(python, for_file=uri.endswith(".db"))
    except ValueError as error:
        _refuse(str(error))
    _require_terminal()
    password, token = _secrets(user, ask_token)

    from milvus_tui import guard
    from milvus_tui.targets.lab import LabOptions, LabSession

    session = LabSession(
        LabOptions(
            uri=uri,
            database=db,
            user=user,
            password=password,
            token=token,
            timeout=options["timeout"],
            interval=options["interval"],
            tls={name: options[name] for name in TLS if options[name]},
            data=options["data"],
            python=interpreter,
        )
    )
    secrets = (token, token.partition(":")[2], password, *uris.secrets(uri))
    return guard.run(session, session.start, secrets)


def _require_terminal() -> None:
    for number, name in enumerate(("input", "output", "error")):
        if not os.isatty(number):
            _refuse(f"a terminal is needed: standard {name} is not one")


def _secrets(user: str, ask_token: bool) -> tuple[str, str]:
    """The password and the token. They leave the environment, which children inherit."""
    token = os.environ.pop("MILVUS_TOKEN", "")
    password = os.environ.pop("MILVUS_PASSWORD", "")
    if ask_token:
        return "", str(click.prompt("Token", hide_input=True, err=True))
    if user:
        if not password:
            prompt = f"Password of {user}"
            password = click.prompt(
                prompt, hide_input=True, default="", show_default=False, err=True
            )
        return password, ""
    return "", token
