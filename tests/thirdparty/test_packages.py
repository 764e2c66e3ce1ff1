"""milvus-tui changes no program with a package from PyPI, and describes its connections."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.thirdparty import environments
from tests.thirdparty.packages import Package, packages
from tests.thirdparty.table import PAGE, row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 900
"""Seconds that a program may take: longer than any that does not hang."""

PACKAGES = packages()

SECOND_DATABASE = """
import sys
from contextlib import closing
from pymilvus import MilvusClient

with closing(MilvusClient(sys.argv[1])) as client:
    client.create_database("second")
"""


class Runs:
    """What a package's program gave alone, and under `milvus-tui check`."""

    def __init__(self, package: Package, uri: str, report: Path) -> None:
        python = environments.python_of(package.environment)
        command = [str(python), str(package.program), uri]
        self.alone = _run(command)
        check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report)]
        self.watched = _run([*check, "--leak-after", "0.3", "--fail-on", "never", "--", *command])
        self.report: dict[str, Any] = json.loads(report.read_text("utf-8"))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=servers.ROOT,
        env=environments.environment(),
        timeout=SECONDS,
    )


@contextmanager
def prepared_server() -> Iterator[servers.Server]:
    """A server for one test, with a second database."""
    with servers.lite_server() as server:
        _run([sys.executable, "-W", "ignore", "-c", SECOND_DATABASE, server.uri])
        yield server


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Package, Future[Runs]]]:
    """Run all programs, two at a time, each on its own server: collections have fixed names."""
    folder = tmp_path_factory.mktemp("packages")

    def of(package: Package) -> Runs:
        with prepared_server() as server:
            return Runs(package, server.uri, folder / f"{package.environment}.json")

    with ThreadPoolExecutor(2) as pool:
        yield {package: pool.submit(of, package) for package in PACKAGES}
        pool.shutdown(cancel_futures=True)


each_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.environment)


@each_package
def test_it_runs_as_it_does_without_us(package: Package, runs: dict[Package, Future[Runs]]) -> None:
    run = runs[package].result()
    assert run.alone.returncode == 0, run.alone.stderr
    assert run.alone.stdout
    assert (run.watched.stdout, run.watched.returncode) == (run.alone.stdout, 0)
    assert run.report["exit_code"] == 0


@each_package
def test_it_is_described_as_it_is(package: Package, runs: dict[Package, Future[Runs]]) -> None:
    """docs/third-party.md has a row with the connections of each package."""
    (process,) = runs[package].result().report["processes"]
    assert process["pymilvus"] == package.pymilvus
    said = row(package, process)
    assert said in PAGE.read_text("utf-8").splitlines(), runs[package].result().watched.stderr
