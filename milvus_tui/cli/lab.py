"""`milvus-tui lab`: a dashboard of a target process that it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from milvus_tui.cli import options

if TYPE_CHECKING:
    from pathlib import Path

EPILOG = f"""
\b
Examples:
  milvus-tui                               on an embedded Milvus Lite
  milvus-tui http://localhost:19530        on a server of yours
  milvus-tui --user root --db books http://localhost:19530
  MILVUS_TOKEN=… milvus-tui --secure https://example.org:19530
  milvus-tui --python ~/other/.venv        with the pymilvus of that environment
  milvus-tui --pymilvus 2.6.10             with another release, which uv installs
{options.ENVIRONMENT}
\b
Exit codes:
  0  you quit            1  the server or the target cannot be used
  2  wrong usage         3  milvus-tui crashed; it names a log file
  129, 130, 143          ended by SIGHUP, SIGINT, SIGTERM
"""


@click.command(name="lab", epilog=EPILOG, context_settings=options.CONTEXT)
@click.argument("uri", required=False, default="", shell_complete=options.complete_files)
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
    help="Release of pymilvus that the clients are created with, such as 2.6.10, which uv"
    " installs at first use; or installed.",
)
@options.tls_options
@options.VERSION
def lab(uri: str, python: Path | None, release: str, **given: Any) -> int:
    """Start a lab: a process in which you spawn and close clients.

    `milvus-tui [OPTIONS] [URI]` is the same command. The dashboard shows, client by client,
    which client can still call list_collections. URI is the server: http://HOST:PORT, https://…,
    tcp://…, unix:PATH or ./FILE.db. Without a URI, an embedded Milvus Lite server is started, and
    removed at the end.
    """
    options.refuse_windows()
    options.check_server(uri, given["data"])
    interpreter = options.interpreter(python, release, for_file=uri.endswith(".db"))
    options.require_terminal()
    settings = options.lab_options(uri, python=interpreter, release=release, **given)

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.sessions import uris
    from milvus_tui.sessions.lab_session import LabSession
    from milvus_tui.sessions.target_group import TargetGroup

    session = LabSession(settings)
    token, password = settings.token, settings.password
    secrets = (token, token.partition(":")[2], password, *uris.secrets(uri))
    return dashboard.run(session, session.start, secrets, TargetGroup(session, settings))
