"""A program that stops and moves its clocks, as tests do, has the same findings as without."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import freezegun
import time_machine

from milvus_tui.agent import clocks

if TYPE_CHECKING:
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("clocks_program.py")

NEAR = 100.0
"""Seconds that a test may take, and no jump of its clocks."""

FIELDS = ("kind", "severity", "title", "count", "place")


def checked(uri: str, how: str, report: Path) -> tuple[int, list[tuple[Any, ...]]]:
    """How many clients were made, and what was found."""
    check = [
        sys.executable,
        "-m",
        "milvus_tui",
        "check",
        "--fail-on",
        "never",
        "--json",
        str(report),
    ]
    done = subprocess.run(
        [*check, "--json", str(report), "--", sys.executable, "-W", "ignore", PROGRAM, uri, how],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (process,) = json.loads(report.read_text("utf-8"))["processes"]
    found = sorted(tuple(each[name] for name in FIELDS) for each in process["findings"])
    return process["clients_made"], found


def test_clocks_that_jump_change_no_finding(lite: Server, tmp_path: Path) -> None:
    real = checked(lite.uri, "real", tmp_path / "real.json")
    assert {kind for kind, *_ in real[1]} >= {"short-lived connections", "collateral close"}
    assert checked(lite.uri, "freezegun", tmp_path / "moved.json") == real


def test_the_agents_clocks_are_the_operating_systems() -> None:
    """time-machine also changes the functions themselves. gRPC does not work under it."""
    wall, monotonic = clocks.wall(), clocks.monotonic()
    assert abs(wall - time.time()) < NEAR
    with time_machine.travel(0, tick=False), freezegun.freeze_time("2100-01-01"):
        assert time.time() > wall + 10 * NEAR, "the program's clock has jumped"
        assert 0 <= clocks.wall() - wall < NEAR
        assert 0 < clocks.monotonic() - monotonic < NEAR
