"""The rows of clients, async clients and the ORM's aliases, with every generation of pymilvus."""

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

PROGRAM = Path(__file__).with_name("watched_program.py")

SECONDS = 300
"""Only a program that hangs takes this long."""

ASYNC_RELEASES = [release for release in servers.RELEASES if release != "2.4.15"]
"""2.4.15 has an async client as well, but no list_collections() on it; see `test_2_4`."""

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def own_places(runtime_dir: Path) -> None:
    """Give the test a runtime directory of its own, where no other test creates sockets."""


def watched(part: str, release: str, lite: Server) -> list[Rows]:
    """Return the tables that the program printed, in order."""
    done = subprocess.run(
        [servers.interpreter(release), "-W", "ignore", PROGRAM, part, lite.uri],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [rows["faults"] for rows in found] == [[]] * len(found)
    return found


def place(rows: Rows, number: int) -> dict[str, Any]:
    (found,) = [site for site in rows["sites"] if site["id"] == number]
    return found


@pytest.mark.parametrize("release", servers.RELEASES)
def test_call_sites_of_constructors_and_closes(release: str, lite: Server) -> None:
    (rows,) = watched("places", release, lite)
    one, two, three = rows["clients"]
    assert [row["class_name"] for row in (one, two, three)] == [
        "MilvusClient",
        "Store",
        "MilvusClient",
    ]
    assert [row["login"] for row in (one, two, three)] == ["one", "two", "three"]
    # The constructor of a subclass is skipped: the call site is where the subclass was called.
    assert two["site"].endswith(" places")
    assert one["site"].endswith(" create")
    frames = [frame[2] for frame in place(rows, one["place"])["frames"]]
    assert frames[:2] == ["create", "places"]
    assert all(own for *_, own in place(rows, one["place"])["frames"])
    in_thread = place(rows, three["place"])["frames"]
    assert ("run", False) in [(frame[2], frame[3]) for frame in in_thread], "threading's own"
    assert three["thread"] == "worker"
    assert (one["closed_thread"], one["closed_place"] > 0) == ("closer", True)
    counts = {site["text"].split()[-1]: (site["created"], site["closed"]) for site in rows["sites"]}
    assert counts["places"] == (1, 0)
    assert sum(site["closed"] for site in rows["sites"]) == 1
    # From 2.6.10 a user without a password is no login: all three share.
    manager = release in ("2.6.10", "2.6.17", "3.0.2")
    assert sum(site["opened"] for site in rows["sites"]) == (1 if manager else 3)


@pytest.mark.parametrize("release", ASYNC_RELEASES)
def test_an_async_client_and_its_event_loop(release: str, lite: Server) -> None:
    inside, after, used = watched("asynchronous", release, lite)
    (client,) = inside["clients"]
    assert client["class_name"] == "AsyncMilvusClient"
    assert client["site"].endswith(" main")
    assert client["task"].startswith("Task-")
    (loop,) = inside["loops"]
    assert (client["loop"], loop["state"], loop["thread"]) == (loop["id"], "running", "MainThread")
    (alias,) = [row for row in inside["aliases"] if row["id"] == client["alias"]]
    assert alias["connection"] is not None
    (connection,) = [row for row in inside["connections"] if row["id"] == alias["connection"]]
    assert connection["calls"] > 0, "the program's own"
    assert connection["address"] == lite.address
    (loop,) = after["loops"]
    assert loop["state"] == "closed"
    kinds = {(row["kind"], row["detail"]) for row in used["findings"]}
    assert ("wrong event loop", "left") in kinds
    assert ("wrong event loop", "used") in kinds
    assert not used["verdicts"], "an async connection is never probed"


@pytest.mark.parametrize("release", ["2.6.6", "2.6.17"])
def test_a_client_that_was_closed_before_its_loop(release: str, lite: Server) -> None:
    """Even if the agent checks the loop before it processes the note of the close."""
    (rows,) = watched("closed_late", release, lite)
    assert rows["clients"][0]["closed"] is not None
    assert [loop["state"] for loop in rows["loops"]] == ["closed"]
    assert "wrong event loop" not in {row["kind"] for row in rows["findings"]}


@pytest.mark.parametrize("release", servers.RELEASES)
def test_an_alias_of_the_orms_own(release: str, lite: Server) -> None:
    connected, disconnected = watched("orm", release, lite)
    (alias,) = [row for row in connected["aliases"] if row["text"] == "books"]
    assert (alias["orm"], alias["registered"]) == (True, True)
    assert place(connected, alias["place"])["text"].endswith(" orm")
    (history,) = connected["orm_aliases"]
    assert (history["text"], history["address"]) == ("books", lite.address)
    assert (history["database"], history["connects"], history["uses"]) == ("default", 1, 1)
    assert history["users"] == [["MainThread", 1]]
    assert connected["findings"] == [], "the program keeps this connection: no leak"
    assert connected["clients"] == []
    assert [row["text"] for row in disconnected["aliases"] if row["registered"]] == []
    assert disconnected["findings"] == []
    (history,) = disconnected["orm_aliases"]
    assert history["disconnected_by"].startswith("connections.disconnect('books') by ")
    assert (history["disconnected_thread"], history["uses"]) == ("MainThread", 1)
    texts = [row["text"] for row in disconnected["events"]]
    assert any("books" in text and "connected by" in text for text in texts)
    assert any(text.startswith("connections.disconnect('books') by") for text in texts)


@pytest.mark.parametrize("release", servers.RELEASES)
def test_no_difference_where_the_connection_is_as_requested(release: str, lite: Server) -> None:
    """The address, the login and a database given by its name all match."""
    (rows,) = watched("requested", release, lite)
    assert [row["differs"] for row in rows["clients"]] == [[], []]
    assert [row["requested_database"] for row in rows["clients"]] == ["", "default"]
    assert [row["database"] for row in rows["clients"]] == ["default", "default"]
    assert rows["findings"] == []
