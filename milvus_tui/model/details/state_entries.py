"""The entries that clients and threads share: the state now, and the last calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import own_calls, states, text
from milvus_tui.model.details.entries import BLANK, Entry
from milvus_tui.model.history import DEPTH, Sample, sparkline, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.states import State


def state_entries(state: State, now: float) -> Iterator[Entry]:
    """The state and its age, and the last error in full."""
    since = f"since {text.clock(state.since)} ({text.age(now - state.since)})"
    yield Entry("", f"{state.glyph} {state.label} {since}", state.word)
    if state.revived:
        message = "↻ closed, but resolves again: another client created the same alias"
        yield Entry("", message, "warning")
    if state.error_class or state.error:
        yield BLANK
        if state.error_class:
            yield Entry("", state.error_class, states.FAILS)
        if state.error:
            yield Entry("", state.error)
    yield BLANK


def running_entries(row: wire.Connection, now: float) -> Iterator[Entry]:
    """The calls on a connection that have not returned."""
    for place, call in enumerate(row.running):
        yield Entry(" " if place else "running", own_calls.running(call, now), "warning")


def history_entries(samples: list[Sample]) -> Iterator[Entry]:
    """The last calls as a line of bars, and their spread."""
    if not samples:
        return
    yield BLANK
    yield Entry("calls", sparkline(samples, DEPTH), "spark")
    found = spread(samples)
    if found:
        low, middle, high = map(text.latency, found)
        yield Entry("latency", f"{low} … {high}, median {middle}")


def collections_entry(count: int) -> Entry:
    """The result of the last `list_collections`."""
    return Entry("result", f"list_collections returned {count:,}")
