"""A program prints the same and ends the same with the agent as without the agent."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("thousand_program.py")

SECONDS = 900
"""Only a program that hangs takes this long."""

RELEASES = ("2.5.18", "2.6.6", "2.6.17")

HOW = ("alone", "check", "probe")

Ended = subprocess.CompletedProcess[str]


def command(release: str, how: str, report: Path) -> list[str]:
    """Return the command line of a run, without the server's URI."""
    program = [str(servers.interpreter(release)), "-W", "ignore", str(PROGRAM)]
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report)]
    options = ["--probe"] if how == "probe" else []
    return program if how == "alone" else [*check, *options, "--", *program]


@pytest.fixture(scope="module")
def ends(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[tuple[str, str], Future[Ended]]]:
    """Run the program with each release, each on a server of its own, three at a time."""
    folder = tmp_path_factory.mktemp("thousand")

    def run(release: str, how: str) -> Ended:
        with servers.lite_server() as server:
            return subprocess.run(
                [*command(release, how, folder / f"{release}-{how}.json"), server.uri],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                cwd=servers.ROOT,
                timeout=SECONDS,
            )

    with ThreadPoolExecutor(3) as pool:
        yield {
            (release, how): pool.submit(run, release, how) for release in RELEASES for how in HOW
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("how", ["check", "probe"])
@pytest.mark.parametrize("release", RELEASES)
def test_a_thousand_operations_give_the_same(
    release: str, how: str, ends: dict[tuple[str, str], Future[Ended]]
) -> None:
    alone, watched = ends[release, "alone"].result(), ends[release, how].result()
    assert alone.returncode == 3, alone.stderr
    assert alone.stdout.splitlines()[-1] == "True", "it is a thousand operations"
    assert (watched.stdout, watched.returncode) == (alone.stdout, 3)
    report = Path(watched.args[watched.args.index("--json") + 1])
    (process,) = json.loads(report.read_text("utf-8"))["processes"]
    assert process["clients_made"] > 100, "it was watched"
