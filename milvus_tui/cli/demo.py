"""`milvus-tui demo`: plays scenarios on real targets, and prints a table."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from milvus_tui.cli import options
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from milvus_tui.scenarios.scenario import Result, Scenario
    from milvus_tui.scenarios.scenario_runner import ScenarioRunner

INCOMPLETE = 4
"""The exit code where some scenarios could not run."""

INTERVAL = 0.2
"""Seconds between two rounds of probes, which are frequent since no screen has to show them."""

EPILOG = f"""
\b
Examples:
  milvus-tui demo                           every scenario, with the pymilvus installed here
  milvus-tui demo 2 "custom aliases"        two of them
  milvus-tui demo --pymilvus 2.6.6 --pymilvus 2.6.10 close
  milvus-tui demo --pymilvus generations    with a release of each generation
  milvus-tui demo --pymilvus all --markdown > docs/releases.md
  milvus-tui demo http://localhost:19530    on a server of yours
{options.ENVIRONMENT}
\b
Exit codes:
  0  all ran             1  none could run: no server, or no such release
  2  wrong usage         4  some could not run; the lines below the table say why
  129, 130, 143          ended by SIGHUP, Ctrl+C or SIGINT, SIGTERM; nothing is left behind
"""


@click.command(
    name="demo",
    epilog=EPILOG,
    context_settings=options.CONTEXT,
)
@click.argument(
    "words", nargs=-1, metavar="[SCENARIO]... [URI]", shell_complete=options.complete_files
)
@click.option(
    "--pymilvus",
    "releases",
    metavar="RELEASE",
    multiple=True,
    help="Release to play the scenarios with, such as 2.6.10, which uv installs at first use; or"
    " installed, generations or all. May be given several times.",
)
@click.option("--json", "form", flag_value="json", help="Print a list of objects.")
@click.option("--markdown", "form", flag_value="markdown", help="Print a page of tables.")
@click.option("--list", "listing", is_flag=True, help="List the scenarios, and exit.")
@click.option(
    "--scenarios-dir",
    "folders",
    metavar="DIRECTORY",
    type=options.path_type(exists=True, file_okay=False),
    multiple=True,
    help="Directory of further scenarios. May be given several times.",
)
@options.PYTHON
@options.login_options
@options.tls_options
def demo(
    words: tuple[str, ...],
    releases: tuple[str, ...],
    form: str | None,
    listing: bool,
    folders: tuple[Path, ...],
    **given: Any,
) -> int:
    """Play scenarios and print what each release of pymilvus does.

    Each scenario is played on a fresh target. SCENARIO is a number, a name or a part of a name;
    without a SCENARIO, all are played. URI is the server; without a URI, an embedded Milvus Lite
    is started.
    """
    options.refuse_windows()
    uris = [word for word in words if _is_uri(word)]
    if len(uris) > 1:
        raise options.Refusal(f"one server at a time, not {len(uris)}: leave out a URI")
    chosen = _choose(folders, [word for word in words if word not in uris])
    if listing:
        from milvus_tui.reports import scenario_choice

        click.echo(scenario_choice.text(chosen))
        return ExitCode.OK
    wanted = _releases(releases, given["python"])
    return _play(chosen, uris[0] if uris else "", wanted, form or "table", **given)


def _is_uri(word: str) -> bool:
    return "://" in word or word.startswith("unix:") or word.endswith(".db")


def _choose(folders: tuple[Path, ...], names: list[str]) -> list[Scenario]:
    from milvus_tui.reports.scenario_choice import choose
    from milvus_tui.scenarios.catalog_files import scenarios

    try:
        return choose(scenarios(*folders), names)
    except ValueError as error:
        raise options.Refusal(str(error)) from error


def _releases(names: tuple[str, ...], python: Path | None) -> list[str]:
    """The releases to play with, each once; an empty text stands for `--python`."""
    from milvus_tui.sessions.releases import interpreters
    from milvus_tui.sessions.releases import release_environments as known

    if python:
        options.interpreter(python, *names[:1] or ("",))
        return [""]
    sets = {"all": known.KNOWN, "generations": known.REPRESENTATIVES}
    wanted = [each for name in names or (known.INSTALLED,) for each in sets.get(name, (name,))]
    for each in wanted:
        options.interpreter(None, each)
    own = interpreters.own("pymilvus")
    return list(dict.fromkeys(own if each == known.INSTALLED else each for each in wanted))


def _play(
    chosen: list[Scenario],
    uri: str,
    releases: list[str],
    form: str,
    python: Path | None,
    **given: Any,
) -> int:
    if uri.endswith(".db"):
        raise options.Refusal(
            "a .db file is opened by one target at a time: give the URI of a server, or none for"
            " an embedded one"
        )
    options.check_server(uri)
    interpreter = options.interpreter(python, "")
    settings = options.lab_options(uri, python=interpreter, interval=INTERVAL, **given)

    from milvus_tui.reports.progress import Progress
    from milvus_tui.scenarios.scenario_runner import Job, ScenarioRunner

    jobs = [Job(release, scenario) for release in releases for scenario in chosen]
    with contextlib.closing(Progress(len(jobs))) as progress:
        runner = ScenarioRunner(settings, jobs, progress.report)
        with _signals(runner) as received:
            results = runner.run()
    if received:
        return 128 + received[0]
    return _report(chosen, results, form)


@contextlib.contextmanager
def _signals(runner: ScenarioRunner) -> Iterator[list[int]]:
    """Let a signal end the runner in order. Yields the list of the signals received."""
    received: list[int] = []

    def handle(number: int, _frame: object) -> None:
        received.append(number)
        runner.interrupt()

    handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    previous = {number: signal.signal(number, handle) for number in handled}
    try:
        yield received
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _report(chosen: list[Scenario], results: list[Result], form: str) -> int:
    from milvus_tui.reports import releases_page, results_table

    reasons = {result.reason for result in results if not result.ran}
    ran = sum(result.ran for result in results)
    if form == "json":
        click.echo(json.dumps([result.as_dict() for result in results], indent=1, default=str))
    elif ran and form == "markdown":
        click.echo(releases_page.text(chosen, results))
    elif ran:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(results_table.text(chosen, results, width))
    if not ran:
        for reason in sorted(str(reason) for reason in reasons):
            click.echo(f"milvus-tui: {reason}", err=True)
        return ExitCode.FAILURE
    return INCOMPLETE if reasons else ExitCode.OK
