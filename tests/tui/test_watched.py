"""The rows of a program that is watched without probes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from tests.tui.conftest import NOW, dump, running

if TYPE_CHECKING:
    from milvus_tui.model.snapshot import Snapshot


def watched() -> Snapshot:
    """A program with a client of each kind, and connections that nobody uses."""
    return example_snapshots.snapshot(
        target=[replace(example_snapshots.TARGET, lab=False, probes=False, started_by="run")],
        clients=[
            example_snapshots.client(1, 1),
            example_snapshots.client(2, 2),
            example_snapshots.client(3, 3),
            example_snapshots.client(4, 4, differs=("server",), class_name="Store"),
            example_snapshots.client(5, 4, loop=1),
            example_snapshots.client(6, 7),
        ],
        aliases=[
            example_snapshots.alias(1, 1),
            example_snapshots.alias(2, 2, "lately-not"),
            example_snapshots.alias(3, 3, "never"),
            example_snapshots.alias(4, 4, "failing"),
            example_snapshots.alias(5, 5, "left", close_breaks_sharers=False, dropped=1),
            example_snapshots.alias(6, 6, "default", orm=True),
            example_snapshots.alias(7, 7, "down"),
        ],
        connections=[
            example_snapshots.connection(1, last_success=NOW - 3),
            example_snapshots.connection(2, calls=5),
            example_snapshots.connection(3, calls=0),
            example_snapshots.connection(4, last_success=NOW - 9, last_failure=NOW - 3),
            example_snapshots.connection(5),
            example_snapshots.connection(6),
            example_snapshots.connection(7, state="TRANSIENT_FAILURE"),
        ],
        sockets=[wire.Socket(1, "127.0.0.1:45174", "127.0.0.1:19530")],
        loops=[wire.Loop(1, "MainThread", "closed", NOW - 9)],
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("● c1 ", "own calls, last 3 s ago"),
        ("◎ c2 ", "5 calls, none since it was seen"),
        ("◎ c3 ", "no call yet"),
        ("✗ c4 ≠", "the program's last call failed"),
        ("✗ c5 ", "no loop"),
        ("✗ c6 ", "its channel cannot connect"),
        ("alias left", "idle: no client left"),
        ("alias default", "ORM: connections.connect()"),
    ],
)
async def test_a_row_says_what_was_seen_and_no_more(row: str, words: str) -> None:
    async with running(watched()) as (app, _, _):
        (line,) = [line for line in dump(app).splitlines() if row in line]
        assert words in line


async def test_the_header_counts_clients_by_state() -> None:
    async with running(watched(), (150, 36)) as (app, _, _):
        assert "● 1 succeeded  ✗ 3 fail  ◎ 2 reachable" in dump(app)
        assert "without probes" in dump(app)


async def test_the_filter_finds_them_by_their_state_and_class() -> None:
    async with running(watched()) as (app, pilot, _):
        await pilot.press("slash", *"reachable", "enter")
        await pilot.pause()
        assert "2 of 6 clients" in dump(app)
        await pilot.press("slash", "ctrl+u", *"store", "enter")
        await pilot.pause()
        assert "1 of 6 clients" in dump(app)
