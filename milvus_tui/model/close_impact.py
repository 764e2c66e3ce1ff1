"""What a close() would break. A prediction, shown as one, and compared with what happens."""

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
    """The others that a close() of one client would take the connection from."""

    clients: client_names.Ranges = ()
    """Ids as inclusive ranges, ascending; the closed client itself is not among them."""
    threads: int = 0
    """How many workers call with one of these clients, or with the closed one."""

    def __bool__(self) -> bool:
        return bool(self.clients or self.threads)

    @property
    def text(self) -> str:
        """Who, and how many: `c2 … c11 (10 clients, 3 threads)`."""
        numbers = [text.plural(client_names.count(self.clients), "client")] if self.clients else []
        if self.threads:
            numbers.append(text.plural(self.threads, "thread"))
        if not self.clients:
            return ", ".join(numbers)
        return f"{text.client_list(self.clients)} ({', '.join(numbers)})"


NOTHING = PredictedBreak()


@dataclass(frozen=True, slots=True)
class CloseImpact:
    """What breaks with one client, told row by row: it costs nothing per client."""

    client: int
    alias: int | None
    """The alias whose clients break with it; None if no other client does."""

    def hits(self, row: wire.Client) -> bool:
        """Whether another client breaks."""
        return row.alias == self.alias and row.id != self.client

    def hits_worker(self, client: wire.Client) -> bool:
        """Whether a thread breaks that was handed a client."""
        return client.id == self.client or client.alias == self.alias


def close_impact(index: Index, client: int) -> CloseImpact | None:
    """What the close() of a client would break; None if it has no connection to lose."""
    row = index.snapshot.clients.get(client)
    alias = index.alias_of(row) if row is not None else None
    if alias is None or alias.connection is None:
        return None
    return CloseImpact(client, alias.id if alias.close_breaks_sharers else None)


def would_break(index: Index, client: int) -> PredictedBreak:
    """What breaks if this client is closed now.

    The client's own threads break in every release, since they call with the closed object.
    Other clients break where they resolve through the same alias and share its fate. Costs a
    step for each range of ids, not for each client: the inspector asks at every change.
    """
    row = index.snapshot.clients.get(client)
    alias = index.alias_of(row) if row is not None else None
    if alias is None or alias.connection is None:
        return NOTHING
    if not alias.close_breaks_sharers:
        return PredictedBreak((), len(index.workers.get(client, ())))
    busy = index.with_workers().get(alias.id, ())
    threads = sum(len(index.workers[key]) for key in busy)
    return PredictedBreak(without(index.spans(alias.id), client), threads)


def without(spans: client_names.Ranges, client: int) -> client_names.Ranges:
    """The ranges with one id taken out."""
    left: list[tuple[int, int]] = []
    for first, last in spans:
        if not first <= client <= last:
            left.append((first, last))
            continue
        if first < client:
            left.append((first, client - 1))
        if client < last:
            left.append((client + 1, last))
    return tuple(left)
