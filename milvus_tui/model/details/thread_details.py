"""The details of a thread that received a client and calls with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import states, text
from milvus_tui.model.details.entries import Details, Entry
from milvus_tui.model.details.state_entries import history_entries, state_entries

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.history import History


def thread_details(history: History, row: wire.Worker, now: float) -> Details:
    """A thread: its state, its client and its calls."""
    state = states.worker_state(row)
    name = text.client_name(row.client)
    last = [] if state.latency is None else [Entry("last call", text.latency(state.latency))]
    return Details(
        f"{name} in {row.thread}",
        (
            *state_entries(state, now),
            Entry("client", name),
            Entry("thread", row.thread),
            *last,
            Entry("calls", f"{row.calls:,}"),
            *history_entries(list(history.workers.get(row.id, ()))),
        ),
    )
