"""A viewer's copy equals the agent's tables, whatever changes and however slowly it reads."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from milvus_tui import wire
from milvus_tui.agent.state.tables import MAX_EVENTS, Tables

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 5), st.sampled_from("abc")),
        st.tuples(st.just("drop"), st.integers(0, 5), st.just("")),
        st.tuples(st.just("read"), st.integers(0, 1), st.just("")),
    )
)


def socket(key: int, local: str) -> wire.Socket:
    return wire.Socket(key, local, "")


class Copy:
    """The rows that one viewer has received."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.outbox = tables.open_outbox()
        self.rows: dict[int, Any] = {}

    def read(self) -> int:
        """Take all outstanding updates; returns the number of rows of the largest."""
        largest = 0
        while (update := self.tables.take(self.outbox)) is not None:
            self.rows.update((row.id, row) for row in update.sockets)
            for key in update.gone.get("sockets", ()):
                self.rows.pop(key, None)
            largest = max(largest, len(update.sockets))
        return largest


@given(STEPS)
def test_every_viewer_ends_with_the_rows_of_the_agent(steps: list[tuple[str, int, str]]) -> None:
    tables, truth = Tables(), dict[int, Any]()
    copies = [Copy(tables), Copy(tables)]
    for what, key, local in steps:
        if what == "put":
            truth[key] = socket(key, local)
            tables.put("sockets", truth[key])
        elif what == "drop":
            truth.pop(key, None)
            tables.drop("sockets", key)
        else:
            copies[key].read()
            assert copies[key].rows == truth
    late = Copy(tables)
    for copy in (*copies, late):
        copy.read()
        assert copy.rows == truth


def test_a_snapshot_is_sent_in_chunks_and_a_change_alone() -> None:
    tables = Tables()
    tables.put("sockets", *(socket(key, "a") for key in range(1_234)))
    viewer = Copy(tables)
    assert viewer.read() == wire.CHUNK_ROWS
    assert len(viewer.rows) == 1_234
    tables.put("sockets", socket(7, "a"), socket(8, "b"))
    update = tables.take(viewer.outbox)
    assert update is not None
    assert [row.id for row in update.sockets] == [8], "an equal row is no change"


def test_the_oldest_events_are_removed_first() -> None:
    tables = Tables()
    for number in range(MAX_EVENTS + 5):
        tables.log(float(number), "lab", f"event {number}")
    kept = tables.keys("events")
    assert len(kept) == MAX_EVENTS
    assert (min(kept), max(kept)) == (6, MAX_EVENTS + 5)


def test_a_reply_is_sent_after_the_rows_that_were_stored_before() -> None:
    tables = Tables()
    viewer = Copy(tables)
    tables.put("sockets", socket(1, "a"))
    viewer.outbox.post(wire.Reply(1, True))
    assert viewer.outbox.wait()
    assert [reply.id for reply in viewer.outbox.take_replies()] == [1]
    update = tables.take(viewer.outbox)
    assert update is not None, "replies are taken before the rows, and sent after them"
