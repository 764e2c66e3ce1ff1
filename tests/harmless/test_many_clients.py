"""A program that makes clients faster than the agent reads: exact counts, and bounded memory."""

from __future__ import annotations

import gc
import itertools
import json
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.agent import note_queue
from milvus_tui.agent.hooks.notes import Caller, Collected, Created, ShortLived
from milvus_tui.agent.hooks.requested import NOTHING
from milvus_tui.agent.registries.resolution import Resolution
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Server

    Create = Callable[[note_queue.NoteQueue], "Client"]

PROGRAM = Path(__file__).with_name("many_program.py")

SECONDS = 300
"""Only a program that hangs takes this long."""


def watched(lite: Server, number: int, report: Path) -> tuple[int, dict[str, Any]]:
    """Run the program under `check`; return its most memory in kilobytes, and the report."""
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report)]
    python = str(servers.interpreter("2.6.6"))
    command = [python, "-W", "ignore", str(PROGRAM), lite.uri, str(number)]
    done = subprocess.run(
        [*check, "--fail-on", "never", "--", *command],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return int(done.stdout), json.loads(report.read_text("utf-8"))


def test_each_client_counts_and_none_costs_memory(lite: Server, tmp_path: Path) -> None:
    few, _ = watched(lite, 5_000, tmp_path / "few.json")
    most, report = watched(lite, 100_000, tmp_path / "many.json")
    (process,) = report["processes"]
    assert process["clients_made"] == 100_001
    assert report["not_judged"] == []
    assert process["findings"] == []
    assert most < few * 1.3


class Client:
    """Something that is collected, as a client is."""


@pytest.fixture
def create(monkeypatch: pytest.MonkeyPatch) -> Create:
    """Makes a client whose notes go into a queue of two, as the hooks do."""
    monkeypatch.setattr(note_queue, "MOST_UNREAD", 2)
    numbers = itertools.count(1)

    def made(queue: note_queue.NoteQueue) -> Client:
        client, number = Client(), next(numbers)

        def collected(_: weakref.ref[Any]) -> None:
            queue.put(Collected(number, 0.0))

        ref = weakref.ref(client, collected)
        caller = Caller((), "main", "", 0.0)
        alias = Resolution("alias", None, "", "", None)
        queue.put(Created(number, ref, "MilvusClient", NOTHING, caller, alias, None))
        return client

    return made


def taken(queue: note_queue.NoteQueue) -> list[tuple[str, int]]:
    """What is in the queue now: the kind of each note, and its client or number."""
    found = queue.take(0.0, 1_000)
    found += queue.take(0.0, 1_000) if queue.size() else []
    return [
        (type(note).__name__, note.number if isinstance(note, ShortLived) else note.id)
        for note in found
        if not callable(note)
    ]


def test_short_lived_clients_are_counted_beyond_the_bound(create: Create) -> None:
    queue = note_queue.NoteQueue()
    kept = create(queue)
    for _ in range(10):
        create(queue)
    gc.collect()
    # One that is read at once, then one that shows its kind, and then only a number.
    assert taken(queue) == [
        ("Created", 1),
        ("Created", 2), ("Collected", 2),
        ("Created", 3), ("Collected", 3),
        ("ShortLived", 8),
    ]  # fmt: skip
    del kept


def test_a_client_that_lives_is_listed_before_what_comes_later(create: Create) -> None:
    queue = note_queue.NoteQueue()
    clients = [create(queue) for _ in range(5)]
    queue.put(lambda: None)
    assert queue.size() == 6
    assert taken(queue) == [("Created", number) for number in range(1, 6)]
    del clients


def test_a_client_that_lives_is_listed_once_the_thread_has_caught_up(create: Create) -> None:
    queue = note_queue.NoteQueue()
    clients = [create(queue) for _ in range(5)]
    assert queue.size() == 2
    assert taken(queue) == [("Created", number) for number in range(1, 6)]
    del clients


def test_what_was_counted_is_told_once(create: Create) -> None:
    queue = note_queue.NoteQueue()
    for _ in range(6):
        create(queue)
    first = taken(queue)
    assert sum(number for kind, number in first if kind == "ShortLived") == 4
    assert taken(queue) == []
