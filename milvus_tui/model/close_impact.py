"""The impact of close(): which other clients and threads would break with a client.

This is a prediction. `predictions` compares it with what then happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.index import Index


@dataclass(frozen=True, slots=True)
class PredictedBreak:
    """The clients and threads that would break: all of them at once, as ranges and numbers."""

    clients: client_names.Ranges = ()
    """Ids of the other clients as inclusive ranges, ascending."""
    threads: int = 0
    """How many workers call with one of these clients, or with the closed one."""

    def __bool__(self) -> bool:
        return bool(self.clients or self.threads)

    @property
    def text(self) -> str:
        """Names and numbers: `c2 … c11 (10 clients, 3 threads)`."""
        numbers = [text.plural(client_names.count(self.clients), "client")] if self.clients else []
        if self.threads:
            numbers.append(text.plural(self.threads, "thread"))
        if not self.clients:
            return ", ".join(numbers)
        return f"{text.client_list(self.clients)} ({', '.join(numbers)})"


NOTHING = PredictedBreak()


@dataclass(frozen=True, slots=True)
class CloseImpact:
    """The same impact, answered for one row at a time: costs nothing for each client."""

    client: int
    alias: int | None
    """The alias whose clients break with the closed one; None if no other client breaks."""

    def breaks(self, row: wire.Client) -> bool:
        """Whether another client breaks."""
        return row.alias == self.alias and row.id != self.client

    def breaks_worker(self, client: wire.Client) -> bool:
        """Whether a thread breaks that calls with this client."""
        return client.id == self.client or client.alias == self.alias


def close_impact(index: Index, client: int) -> CloseImpact | None:
    """The impact of a client's close(), row by row; None if the client has no connection."""
    alias = _connected_alias(index, client)
    if alias is None:
        return None
    return CloseImpact(client, alias.id if alias.close_breaks_sharers else None)


def would_break(index: Index, client: int) -> PredictedBreak:
    """The impact of a client's close() as a whole.

    The client's own threads break in every release, because they call with the closed object.
    Other clients break if they resolve through the same alias and this release closes the shared
    connection. The cost grows with the ranges of ids, not with the clients: the inspector calls
    this function at every change.
    """
    alias = _connected_alias(index, client)
    if alias is None:
        return NOTHING
    if not alias.close_breaks_sharers:
        return PredictedBreak((), len(index.workers.get(client, ())))
    with_workers = index.clients_with_workers().get(alias.id, ())
    threads = sum(len(index.workers[key]) for key in with_workers)
    return PredictedBreak(without(index.client_ranges(alias.id), client), threads)


def _connected_alias(index: Index, client: int) -> wire.Alias | None:
    """The alias of a client, None if the client resolves to no connection."""
    row = index.snapshot.clients.get(client)
    alias = index.alias_of(row) if row is not None else None
    return None if alias is None or alias.connection is None else alias


def without(ranges: client_names.Ranges, client: int) -> client_names.Ranges:
    """The ranges without one id."""
    left: list[tuple[int, int]] = []
    for first, last in ranges:
        if not first <= client <= last:
            left.append((first, last))
            continue
        if first < client:
            left.append((first, client - 1))
        if client < last:
            left.append((client + 1, last))
    return tuple(left)
