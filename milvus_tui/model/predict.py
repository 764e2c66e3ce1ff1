"""What a close() would break. A prediction, shown as one, and compared with what happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text

if TYPE_CHECKING:
    from milvus_tui.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Damage:
    """The others that a close() of one client would take the connection from."""

    clients: tuple[int, ...] = ()
    """Ids, ascending; the closed client itself is not among them."""
    threads: tuple[int, ...] = ()
    """Ids of workers that call with one of these clients or with the closed one."""

    def __bool__(self) -> bool:
        return bool(self.clients or self.threads)

    @property
    def text(self) -> str:
        """Who, and how many: `c2 … c11 (10 clients, 3 threads)`."""
        numbers = [text.plural(len(self.clients), "client")] if self.clients else []
        if self.threads:
            numbers.append(text.plural(len(self.threads), "thread"))
        if not self.clients:
            return ", ".join(numbers)
        return f"{text.client_names(self.clients)} ({', '.join(numbers)})"


NOTHING = Damage()


def would_break(snapshot: Snapshot, client: int) -> Damage:
    """What breaks if this client is closed now.

    The client's own threads break in every release, since they call with the closed object.
    Other clients break where they resolve through the same alias and share its fate.
    """
    row = snapshot.clients.get(client)
    if row is None:
        return NOTHING
    alias = snapshot.aliases.get(row.alias)
    if alias is None or alias.connection is None:
        return NOTHING
    others: tuple[int, ...] = ()
    if alias.shared_fate:
        members = (key for key, other in snapshot.clients.items() if other.alias == row.alias)
        others = tuple(sorted(key for key in members if key != client))
    hit = {client, *others}
    threads = tuple(sorted(w.id for w in snapshot.workers.values() if w.client in hit))
    return Damage(others, threads)
