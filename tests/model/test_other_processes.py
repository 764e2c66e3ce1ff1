"""A finding about an alias names the other process that connected it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui import wire
from milvus_tui.model import example_snapshots
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.other_processes import with_others
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.snapshot import Snapshot

ALIAS = wire.OrmAlias(1, "books", NOON, "app.py:3 main", 0, "MainThread", "db:19530", "", "default")
TARGET = example_snapshots.TARGET


def process(pid: int, parent: int = 0, *aliases: wire.OrmAlias) -> Snapshot:
    """A process in which `books` was used."""
    return example_snapshots.snapshot(
        target=[replace(TARGET, pid=pid, parent=parent)],
        findings=[example_snapshots.finding(1, Kind.ALIAS_NOT_CONNECTED, name="books")],
        orm_aliases=aliases,
    )


def text(worker: Snapshot, *others: Snapshot) -> str:
    """What the worker's finding says, after its own sentence."""
    said: str = with_others(worker, others).findings[1].text
    own: str = worker.findings[1].text
    return said.removeprefix(own)


def test_the_parent_process_is_named() -> None:
    worker = process(7, 5)
    assert text(worker, worker, process(5, 1, ALIAS)) == (
        "; pid 5, its parent process, connected it by app.py:3 main"
    )
    assert text(worker, process(6, 1, ALIAS)) == "; pid 6 connected it by app.py:3 main"


def test_nothing_is_said_where_no_other_process_connected_it() -> None:
    worker = process(7, 5)
    assert text(worker, worker, process(5)) == ""
    own = process(7, 5, ALIAS)
    assert text(own, own, process(5, 1, ALIAS)) == ""
    assert text(worker, process(5, 1, replace(ALIAS, inherited=True))) == ""
