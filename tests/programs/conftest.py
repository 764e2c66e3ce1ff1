"""Runs the corpus, a few programs at once, and says how well the findings fit."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.programs.program import Program
from tests.programs.summary import SCORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


AT_ONCE = (os.cpu_count() or 1) + 2
"""Programs wait as much as they work."""

SECONDS = 300
"""Only a program that hangs takes so long."""

_starting = threading.Lock()

Case = tuple[Program, str]


@dataclass(frozen=True)
class Outcome:
    """What came of a run of `milvus-tui check`."""

    exit_code: int
    data: dict[str, Any]
    said: str
    """By the program and by the command, on standard error."""


@pytest.fixture(scope="session")
def silent() -> Iterator[str]:
    """The URI of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture(scope="session")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], Future[Outcome]]]:
    """A run for each case that was selected: by the name of its program, and the release."""
    cases = _cases(request.session)
    uris = {need: _uris(need, request) for program, _ in cases for need in program.servers}
    folder = tmp_path_factory.mktemp("corpus")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            (program.path.stem, release): pool.submit(
                _check,
                program,
                release,
                [uri for need in program.servers for uri in uris[need]],
                folder / f"{program.path.stem}-{release}.json",
            )
            for program, release in cases
        }
        pool.shutdown(cancel_futures=True)


def _cases(session: pytest.Session) -> list[Case]:
    calls = [getattr(item, "callspec", None) for item in session.items]
    return [call.params["case"] for call in calls if call is not None and "case" in call.params]


def _uris(need: str, request: pytest.FixtureRequest) -> list[str]:
    if need == "silent":
        return [request.getfixturevalue("silent")]
    fixtures = {
        "one": ["untidy_lite"],
        "two": ["untidy_lite", "second_lite"],
        "login": ["standalone"],
    }
    return [request.getfixturevalue(name).uri for name in fixtures[need]]


def _check(program: Program, release: str, uris: list[str], report: Path) -> Outcome:
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report)]
    command = [str(servers.interpreter(release)), "-W", "ignore", str(program.path)]
    process = _started(
        [*check, "--fail-on", "never", *program.options, "--", *command, *uris],
    )
    with process:
        try:
            _, said = process.communicate(timeout=SECONDS)
        except BaseException:
            process.kill()
            raise
    data = json.loads(report.read_text("utf-8")) if report.exists() else {}
    return Outcome(process.returncode, data, said)


def _started(command: list[str]) -> subprocess.Popen[str]:
    """A process, started while no other thread of ours starts one."""
    tries = 3
    while True:
        tries -= 1
        try:
            with _starting:
                return subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    text=True,
                    cwd=servers.ROOT,
                )
        except OSError as error:
            # Seen once in a thousand on a busy machine: the kernel's, and over at once.
            if not tries or error.errno != errno.EFAULT:
                raise


@pytest.fixture
def note_score(record_property: Any) -> Any:
    """A function that takes a score, for the closing lines of the test run."""
    return lambda score: record_property(SCORE, asdict(score))
