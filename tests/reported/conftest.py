"""Runs the reported programs and their cured twins, several at once."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.frameworks import programs_run
from tests.reported.judge_report import complaints
from tests.reported.reports import FOLDER
from tests.reported.tls_relay import tls_relay
from tests.thirdparty import environments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reported.reports import Report

AT_ONCE = (os.cpu_count() or 1) + 2
"""Programs wait as much as they work."""

IN_TIME = 2
"""How many programs run at once that give a server of their own some seconds to start."""

YIELDING = ("nice", "-n", "15")
"""The other programs leave the processor to those."""

SECONDS = 300
"""Only a program that hangs takes so long."""

TRIES = 3
"""Where a program waits for seconds, its fault may not show on a busy machine."""

_FIXTURES = {"PORT": "untidy_lite", "PORT2": "second_lite", "AUTH_PORT": "standalone"}
_FREE_PORTS = ("PORT3", "WEB_PORT")


@dataclass(frozen=True)
class Outcome:
    """What came of a run of `milvus-tui check`."""

    exit_code: int
    printed: str
    """By the program, on standard output."""
    said: str
    """By the program and by the command, on standard error."""
    processes: list[dict[str, Any]]
    not_judged: list[str]


@dataclass(frozen=True)
class Pair:
    """The runs of a reported program, and of its cured twin."""

    reported: Outcome
    cured: Outcome | None
    """None for a correct program."""


@pytest.fixture(scope="session")
def tls(
    untidy_lite: servers.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """A server that speaks TLS with a certificate of a private authority: its variables."""
    authority = tmp_path_factory.mktemp("authority") / "ca.pem"
    with tls_relay(int(untidy_lite.uri.rpartition(":")[2]), authority) as port:
        yield {"TLS_PORT": str(port), "TLS_CA": str(authority)}


@pytest.fixture(scope="session")
def pairs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Pair]]]:
    """The runs for each report that was selected, by its name."""
    reports = _selected(request.session)
    needs = {need for report in reports for need in report.needs}
    ports = {
        name: request.getfixturevalue(fixture).uri.rpartition(":")[2]
        for name, fixture in _FIXTURES.items()
        if name in needs
    }
    if "TLS_PORT" in needs:
        ports |= request.getfixturevalue("tls")
    folder = tmp_path_factory.mktemp("reported")
    with ThreadPoolExecutor(IN_TIME) as in_time, ThreadPoolExecutor(AT_ONCE) as others:
        yield {
            report.name: (in_time if report.starts_server else others).submit(
                _run_pair, report, ports, folder
            )
            for report in reports
        }
        for pool in (in_time, others):
            pool.shutdown(cancel_futures=True)


def _selected(session: pytest.Session) -> list[Report]:
    """Each selected report once."""
    calls = [getattr(item, "callspec", None) for item in session.items]
    chosen = [call.params["report"] for call in calls if call and "report" in call.params]
    return list({report.name: report for report in chosen}.values())


def _run_pair(report: Report, ports: dict[str, str], folder: Path) -> Pair:
    """Run a program until its fault shows; and then its twin, which may use the same names."""
    for attempt in range(TRIES):
        reported = _check(report, report.program, ports, folder / f"{report.name}-{attempt}.json")
        if shows(report, reported) and not _was_cut_short(report, reported):
            break
    if not report.must:
        return Pair(reported, None)
    for attempt in range(TRIES):
        cured = _check(report, report.cured, ports, folder / f"cured-{report.name}-{attempt}.json")
        if cures(report, cured):
            break
    return Pair(reported, cured)


def shows(report: Report, outcome: Outcome) -> bool:
    """Whether the program printed what was reported, or ended well where that prints nothing."""
    if report.symptom:
        return bool(re.search(report.symptom, outcome.printed))
    return outcome.exit_code == 0


def _was_cut_short(report: Report, outcome: Outcome) -> bool:
    """Whether a finding is missing, and a process was killed before it could tell.

    A pool kills its workers as soon as it has their answers. On a busy machine the agent of a
    worker may not run between the two; then the report says that the process was not judged.
    """
    killed = any("was killed" in why for why in outcome.not_judged)
    return killed and bool(complaints(report, outcome.processes)[0])


def cures(report: Report, outcome: Outcome) -> bool:
    """Whether a twin ended well, and did not print what was reported."""
    return outcome.exit_code == 0 and not (report.symptom and shows(report, outcome))


def _check(report: Report, program: Path, ports: dict[str, str], found: Path) -> Outcome:
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(found)]
    release = report.cured_release if program == report.cured else ""
    command = [str(python_of(report, release)), "-W", "ignore", str(program)]
    lite = str(Path(sys.executable).with_name("milvus-lite"))
    free = {name: str(_free_port()) for name in _FREE_PORTS}
    yielding = () if report.starts_server else YIELDING
    code, printed, said = _run(
        [*yielding, *check, "--fail-on", "never", *report.options, "--", *command],
        {**environments.environment(), **ports, **free, "LITE": lite},
    )
    text = found.read_text("utf-8") if found.exists() else ""
    data = json.loads(text) if text else {"processes": [], "not_judged": []}
    given = data["processes"], data["not_judged"]
    return Outcome(code, printed, said, *given)


def _run(command: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    """Run a command to its end, and end the servers and workers that it leaves if it fails."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=servers.ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        printed, said = process.communicate(timeout=SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait(), printed, said


def python_of(report: Report, release: str = "") -> Path:
    """The Python of an environment with a release, or that of a report, and the packages needed."""
    release = release or report.release
    if report.frameworks:
        return programs_run.python_for(release)
    name = f"reported-pymilvus-{release}"
    if (FOLDER / "requirements" / f"{name}.txt").exists():
        return environments.python_of(name, FOLDER / "requirements")
    return servers.interpreter(release)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])
