"""Attempts to connect: their lines, their details, and how many there were."""

from __future__ import annotations

from milvus_tui.model import attempts, example_snapshots
from milvus_tui.model.details.describe import describe
from milvus_tui.model.example_snapshots import NOON, attempt, site, snapshot
from milvus_tui.model.history import History
from milvus_tui.model.index import Index
from milvus_tui.model.layout import Layout
from milvus_tui.model.snapshot import Snapshot, apply
from milvus_tui.tui.render.connection_rows import attempt_line
from milvus_tui.wire import Attempt, Cause, Update

REFUSED = "UNKNOWN: Failed to connect to remote host: Connection refused"


def failure(key: int = 1, **changes: object) -> Attempt:
    """An attempt that failed after two seconds."""
    return attempt(
        key, state="failed", ended=NOON + 2, tries=3, cause=Cause.REFUSED, seen=REFUSED, **changes
    )


def line(row: Attempt) -> str:
    """The line of an attempt three seconds after it began."""
    return "".join(words for words, _ in attempt_line(row, NOON + 3, 200)).rstrip()


def test_the_line_of_an_attempt() -> None:
    assert line(attempt(1)) == (
        "… connecting to 127.0.0.1:19530 for 3 s, MilvusClient() at app.py:7 main"
    )
    assert line(failure()) == (
        "✗ failed to 127.0.0.1:19530 after 2 s, MilvusClient() at app.py:7 main, try 3, "
        "connection refused"
    )


def test_the_details_say_why_and_what_to_do() -> None:
    index = Index(snapshot(attempts=[failure(error_class="MilvusException", error="no")]))
    said = describe(index, History(), ("attempt", 1), NOON + 3).text
    for words in ("app.py:7 main", "MilvusException: no", "connection refused: ", REFUSED, "19530"):
        assert words in said


def test_attempts_stand_above_the_connections() -> None:
    before = example_snapshots.shared()
    index = Index(before)
    layout = Layout(index)
    height = layout.height
    changes = index.update(apply(before, Update(attempts=[attempt(1)])))
    assert layout.update(changes)
    first = layout.row(0)
    assert first is not None
    assert (first.id, layout.height) == (("attempt", 1), height + 1)
    layout.update(index.update(apply(index.snapshot, Update(gone={"attempts": [1]}))))
    assert layout.height == height


def test_how_many_were_made_and_failed() -> None:
    sites = [site(1, created=4, created_async=1, failed=2), site(2, created=0, failed=1)]
    rows = snapshot(sites=sites, attempts=[attempt(1), failure(2)])
    # Three clients, three failures, and one that still runs.
    assert (attempts.made([rows]), attempts.failed([rows])) == (7, 3)
    assert (attempts.made([Snapshot()]), attempts.failed([Snapshot()])) == (0, 0)
