"""What the program's calls came to, on real releases and a server that goes away."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers

if TYPE_CHECKING:
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("calls_program.py")
ASYNC_PROGRAM = Path(__file__).with_name("async_calls_program.py")

SECONDS = 300
"""Only a program that hangs takes this long."""


@pytest.fixture(autouse=True)
def own_places(runtime_dir: Path) -> None:
    """Give the test a runtime directory of its own, where no other test creates sockets."""


def steps(release: str, lite: Server, program: Path = PROGRAM) -> dict[str, dict[str, Any]]:
    """What the agent knew after each step."""
    done = subprocess.run(
        [servers.interpreter(release), "-W", "ignore", program, lite.uri],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [rows["faults"] for rows in found] == [[]] * len(found)
    return {rows["step"]: rows for rows in found}


def failed(rows: dict[str, Any]) -> tuple[int, str, str, str]:
    """How many calls of the only connection failed, and the last of them."""
    (row,) = rows["connections"]
    return row["failed"], row["failed_method"], row["failed_kind"], row["failed_code"]


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "3.0.2"])
def test_calls_count_as_their_caller_got_them(release: str, lite: Server) -> None:
    found = steps(release, lite)
    (works,) = found["works"]["connections"]
    assert (works["succeeded"], works["failed"], works["failing_since"]) == (1, 0, None)
    assert failed(found["refused"]) == (2, "describe_collection", "refused", "100")
    assert failed(found["mistake"]) == (3, "describe_collection", "mistake", "ParamError")
    refused, mistake = found["refused"]["connections"][0], found["mistake"]["connections"][0]
    assert refused["failing_since"] == mistake["failing_since"], "the first failure"
    (again,) = found["works again"]["connections"]
    assert (again["succeeded"], again["failed"], again["failing_since"]) == (2, 3, None)


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "3.0.2"])
def test_an_outage_is_one_finding_and_two_events(release: str, lite: Server) -> None:
    found = steps(release, lite)
    assert failed(found["outage"]) == (5, "list_collections", "unreachable", "UNAVAILABLE")
    (held,) = outages(found["outage"])
    assert (held["detail"], held["count"], held["ended_at"]) == ("lost", 2, None)
    (over,) = outages(found["over"])
    assert (over["id"], over["detail"]) == (held["id"], "over")
    assert over["ended_at"] > over["at"] == held["at"]
    kinds = [row["kind"] for row in found["over"]["events"]]
    assert (kinds.count("failing"), kinds.count("works")) == (1, 1)
    (before,), (after,) = found["outage"]["connections"], found["over"]["connections"]
    assert after["calls"] > before["calls"], "counters go on over a new channel"
    assert after["failing_since"] is None


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6"])
def test_a_call_that_is_repeated_is_shown_with_its_try(release: str, lite: Server) -> None:
    """pymilvus 3 repeats no call that its own recovery cannot help."""
    (row,) = steps(release, lite)["waiting"]["connections"]
    ((method, _, tries, thread),) = row["running"]
    assert (method, thread) == ("list_collections", "patient")
    assert tries > 1


@pytest.mark.parametrize("release", ["2.6.6", "2.6.9"])
def test_an_async_call_that_is_repeated_is_shown_with_its_try(release: str, lite: Server) -> None:
    found = steps(release, lite, ASYNC_PROGRAM)
    (row,) = found["waiting"]["connections"]
    ((method, _, tries, thread),) = row["running"]
    assert (method, thread) == ("list_collections", "MainThread")
    assert tries > 1
    (row,) = found["over"]["connections"]
    assert row["running"] == []


def outages(rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows["findings"] if row["kind"] == "outage"]
