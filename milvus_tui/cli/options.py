"""What commands share: options, their meaning, refusals, completion.

`--help` and `--version` wait for this module, so it imports little.
"""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from milvus_tui import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from milvus_tui.sessions.lab_session import LabOptions

Function = TypeVar("Function", bound="Callable[..., Any]")

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

ENVIRONMENT = """
\b
Secrets are never options, since other users of the machine can read those:
  MILVUS_TOKEN       a token, such as root:Milvus
  MILVUS_PASSWORD    the password of --user; without it, it is asked for
"""

ATTACHABLE = """
\b
A process can be attached to once it has imported pymilvus, if
  it was started by milvus-tui run COMMAND, also after that dashboard has ended, or
  it was started with MILVUS_TUI=1 in its environment, where milvus-tui is installed, or
  it has called milvus_tui.agent.start(), at any time.
The process is watched, not touched: none of its clients is used or closed. With probes (run
--probe, MILVUS_TUI_PROBE=1, start(probe=True)) its agent calls list_collections once for each
connection and database at an interval. Several dashboards can watch it at once, and a dashboard
that ends changes nothing. A lab of another dashboard can be watched, too.
"""
"""Which processes `ps` lists and `attach` watches, for the end of their help."""

RENAMED = {"age": "leak-after", "idle": "idle-after"}
"""Former names of options, which still work and which no help shows."""

CONTEXT: dict[str, Any] = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "token_normalize_func": lambda name: RENAMED.get(name, name),
}
"""Settings of every command."""


class Refusal(Exception):
    """Wrong usage that one line explains in full."""


def refuse_windows() -> None:
    """Refuse to run on Windows.

    Raises:
        Refusal: this is Windows.
    """
    if sys.platform == "win32":
        raise Refusal(WINDOWS)


def require_terminal() -> None:
    """Require that input, output and errors are a terminal.

    Raises:
        Refusal: one of them is not.
    """
    for number, name in enumerate(("input", "output", "error")):
        if not os.isatty(number):
            raise Refusal(f"a terminal is needed: standard {name} is not one")


def complete_files(_: Any, __: Any, incomplete: str) -> list[CompletionItem[str]]:
    """Let the shell complete the name of a file."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the versions of milvus-tui and of the pymilvus beside it, and end the command."""
    if not wanted or ctx.resilient_parsing:
        return
    from milvus_tui.sessions.releases.interpreters import own

    beside = own("pymilvus") or "not installed"
    click.echo(f"milvus-tui {__version__}, pymilvus {beside}")
    ctx.exit()


VERSION = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show milvus-tui's and pymilvus's version and exit.",
)


def path_type(**options: Any) -> click.Path:
    """A path as `pathlib` has it."""
    return click.Path(path_type=Path, **options)


_PEM = click.Path(exists=True, dir_okay=False, readable=True)

_LOGIN: Sequence[Callable[[Function], Function]] = (
    click.option("--db", metavar="NAME", default="", help="Database that clients open by default."),
    click.option("--user", metavar="NAME", default="", help="User to log in as."),
    click.option("--ask-token", is_flag=True, help="Ask for a token, without echo."),
    click.option(
        "--timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0.05),
        default=3.0,
        show_default=True,
        help="How long a call of list_collections may take before it counts as timed out.",
    ),
)

_TLS_OPTIONS: Sequence[Callable[[Function], Function]] = (
    click.option("--secure", is_flag=True, help="Use TLS."),
    click.option(
        "--server-pem-path", type=_PEM, help="Certificate of the server, for one-way TLS."
    ),
    click.option(
        "--server-name", metavar="NAME", help="Name that the server's certificate is for."
    ),
    click.option("--ca-pem-path", type=_PEM, help="Certificate authority, for mutual TLS."),
    click.option("--client-pem-path", type=_PEM, help="Certificate of the client, for mutual TLS."),
    click.option("--client-key-path", type=_PEM, help="Private key of the client, for mutual TLS."),
)

PYTHON = click.option(
    "--python",
    metavar="PATH",
    type=path_type(),
    help="Interpreter, or virtual environment, whose pymilvus the clients are created with.",
)


def _all(options: Sequence[Callable[[Any], Any]]) -> Callable[[Function], Function]:
    return lambda function: functools.reduce(
        lambda decorated, option: option(decorated), reversed(options), function
    )


login_options = _all(_LOGIN)
tls_options = _all(_TLS_OPTIONS)


def secrets(user: str, ask_token: bool) -> tuple[str, str]:
    """The password and the token, removed from the environment, which children inherit."""
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


def check_server(uri: str, data: Path | None = None) -> None:
    """Refuse a URI that cannot be a server's, and an embedded server that is not installed.

    Raises:
        Refusal: with one line.
    """
    from milvus_tui.sessions import uris
    from milvus_tui.sessions.servers import lite

    try:
        if uri:
            uris.check(uri)
        elif not lite.is_installed():
            raise ValueError(lite.MISSING)
    except ValueError as error:
        raise Refusal(str(error)) from error
    if uri and data:
        raise Refusal("--data is for the embedded server: leave it out, or the URI")


def interpreter(python: Path | None, release: str, *, for_file: bool = False) -> Path:
    """The interpreter of the target; with a release, the dashboard's own.

    Args:
        python: what `--python` gave.
        release: what `--pymilvus` gave; it is only checked here, and installed later.
        for_file: whether the target's clients open a file, which needs Milvus Lite there.

    Raises:
        Refusal: with one line.
    """
    from milvus_tui.sessions.releases import interpreters

    if python and release:
        raise Refusal("--python and --pymilvus both name a pymilvus: leave out one of them")
    try:
        if not release:
            return interpreters.find(python, for_file=for_file)
        from milvus_tui.sessions.releases import release_environments

        release_environments.check(release)
        if for_file and not release_environments.is_own(release):
            raise ValueError(
                f"a .db file needs Milvus Lite beside the clients, which pymilvus {release} is"
                " installed without: start a server and give its URI"
            )
    except ValueError as error:
        raise Refusal(str(error)) from error
    return Path(sys.executable)


def lab_options(uri: str, *, db: str, user: str, ask_token: bool, **options: Any) -> LabOptions:
    """The settings of a lab. Asks for secrets that the environment does not have."""
    from milvus_tui.sessions.lab_session import LabOptions

    password, token = secrets(user, ask_token)
    tls = {name: options.pop(name) for name in TLS}
    return LabOptions(
        uri=uri,
        database=db,
        user=user,
        password=password,
        token=token,
        tls={name: value for name, value in tls.items() if value},
        **options,
    )


COMMAND_CONTEXT = {**CONTEXT, "allow_interspersed_args": False}
"""Settings of a command that starts a program: all words after the program's name are its own."""

COMMAND = click.argument(
    "command",
    nargs=-1,
    required=True,
    metavar="[--] COMMAND...",
    type=str,
    shell_complete=complete_files,
)


class CommandStarter(click.Command):
    """A command that starts a program, whose arguments the shell completes as files."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete this command's options before the program's name only."""
        if ctx.params.get("command"):
            return complete_files(ctx, None, incomplete)
        return super().shell_complete(ctx, incomplete)


_THRESHOLDS: Sequence[Callable[[Function], Function]] = (
    click.option(
        "--leak-after",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        default=5.0,
        show_default=True,
        help="How long a connection must have been without a client, after one of its clients was"
        " dropped (not closed), before the connection counts as leaked.",
    ),
    click.option(
        "--idle-after",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        help="How long a connection must have been without a client, after all of its clients were"
        " closed, before the connection counts as idle.",
    ),
    click.option(
        "--blocked-after",
        metavar="SECONDS",
        type=click.FloatRange(min=0.05),
        default=0.1,
        show_default=True,
        help="How long a plain call must have held up a running event loop before that is a"
        " finding; calls below 0.05 seconds are not measured.",
    ),
)

thresholds = _all(_THRESHOLDS)

PROBE = click.option(
    "--probe/--no-probe",
    default=False,
    show_default=True,
    help="Whether to call list_collections at an interval, once for each connection and database"
    " of the program.",
)
