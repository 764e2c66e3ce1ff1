"""Options that commands share, and what they mean. Imported by `--help`: imports little."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


class Refusal(Exception):
    """Wrong usage that one line explains in full."""


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
    help="Interpreter, or virtual environment, whose pymilvus the clients are made with.",
)


def _all(options: Sequence[Callable[[Any], Any]]) -> Callable[[Function], Function]:
    return lambda function: functools.reduce(
        lambda decorated, option: option(decorated), reversed(options), function
    )


login_options = _all(_LOGIN)
tls_options = _all(_TLS_OPTIONS)


def secrets(user: str, ask_token: bool) -> tuple[str, str]:
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


def check_server(uri: str, data: Path | None = None) -> None:
    """Refuse what can be no server.

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
    """The interpreter that is given; beside a release, the dashboard's own.

    Args:
        python: what `--python` gave.
        release: what `--pymilvus` gave; it is looked at, and installed later.
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
    """What a lab is started with. Asks for secrets that are not given otherwise."""
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


COMMAND_CONTEXT = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "allow_interspersed_args": False,
}
"""Of commands that start another one: what stands after its name is its own."""

COMMAND = click.argument("command", nargs=-1, required=True, metavar="[--] COMMAND...", type=str)

_THRESHOLDS: Sequence[Callable[[Function], Function]] = (
    click.option(
        "--age",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        default=5.0,
        show_default=True,
        help="How long a connection must have been without a client, one of which was dropped,"
        " before it counts as leaked.",
    ),
    click.option(
        "--idle",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        help="How long a connection must have been without a client, all of which were closed,"
        " before it counts as idle.",
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
