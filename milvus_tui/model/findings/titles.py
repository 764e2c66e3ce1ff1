"""Helpers of the titles: one line that says what happened, and to which client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """A finding, or several of one kind and place, that a title is made of."""

    row: wire.Finding
    """The newest of them."""
    size: int = 1
    """The number of findings."""
    count: int = 1
    """How often it was seen, in all of them."""
    clients: client_names.Ranges = ()
    """All affected clients, and the clients that did it."""
    alias: str = ""
    """The alias's name, if its row still exists."""

    @property
    def subject(self) -> str:
        """The client, or the clients, as the subject of a sentence."""
        if self.size > 1:
            number = client_names.count(self.clients)
            return text.plural(number, "client") if number else "Clients"
        return "A client" if self.row.client is None else text.client_name(self.row.client)

    @property
    def object(self) -> str:
        """The client, or the clients, within a sentence."""
        return self.subject.replace("A client", "a client").replace("Clients", "clients")

    @property
    def times(self) -> str:
        """How often it was seen, if more often than once for each client."""
        often = self.count > max(1, client_names.count(self.clients))
        return f", {self.count:,} times" if often else ""

    @property
    def connection(self) -> str:
        """`Connection B`, or `A connection`."""
        number = self.row.connection
        return "A connection" if number is None else f"Connection {text.letters(number)}"

    def verb(self, singular: str, plural: str) -> str:
        """The form of a verb that fits `subject`."""
        return plural if self.size > 1 and client_names.count(self.clients) != 1 else singular


def group_of(
    row: wire.Finding, rows: Snapshot, size: int, count: int, clients: client_names.Ranges
) -> FindingGroup:
    """What the title of some findings is made of; `row` is the newest."""
    alias = rows.aliases.get(row.alias) if row.alias is not None else None
    return FindingGroup(row, size, count, clients, alias.text if alias else "")
