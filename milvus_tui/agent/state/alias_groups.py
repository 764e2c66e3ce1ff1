"""Alias groups: the clients of one alias, and what the alias resolves to."""

from __future__ import annotations

import itertools
import weakref
from typing import Any, Dict, Hashable, List, Optional, Tuple

from milvus_tui.agent.hooks.requested import Requested
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.registries.resolution import Resolution
from milvus_tui.wire import Alias, Client
from milvus_tui.wire.client_names import client_name


class ClientRecord:
    """A client that is still alive: a weak reference, its row and its group."""

    __slots__ = (
        "at_the_end",
        "bound_at_creation",
        "database",
        "group",
        "inherited_place",
        "opened",
        "opened_lost_file",
        "ref",
        "requested",
        "row",
    )

    def __init__(
        self, ref: "weakref.ref[Any]", row: Client, group: "AliasGroup", requested: Requested
    ) -> None:
        self.ref = ref
        self.row = row
        self.group = group
        self.requested = requested
        self.database = row.database
        self.inherited_place = 0
        """Id of the site row of the place where a parent process created the client, else 0."""
        self.bound_at_creation = row.loop is not None
        """Whether the constructor connected an async client, and so gave it an event loop."""
        self.opened: Optional[int] = None
        """The number of the connection that the client opened; None if it joined another's."""
        self.at_the_end = False
        """Whether the client was collected when the program's own code in that thread had nothing
        left to do but to return."""
        self.opened_lost_file = False
        """Whether its `.db` file had been removed or replaced before the client was made."""


class AliasGroup:
    """An alias (or an entry of the connection manager) and its live clients.

    Clients are grouped when they are created, closed and moved. So the cost of a scan grows
    with the number of aliases, and not with the number of clients.
    """

    __slots__ = (
        "cause",
        "clientless_at_the_end",
        "clientless_kind",
        "clientless_since",
        "dedicated",
        "deferred_since",
        "dropped",
        "had_client",
        "id",
        "key",
        "last_client",
        "last_client_place",
        "members",
        "orm",
        "place",
        "registered",
        "resolution",
        "since",
        "text",
        "thread",
    )

    def __init__(self, number: int, key: Hashable, text: str, since: float) -> None:
        self.id = number
        self.key = key
        self.text = text
        self.since = since
        self.members: Dict[str, Dict[int, None]] = {}
        """Ids of the live clients by database, in order of creation."""
        self.resolution: Optional[Resolution] = None
        """What the alias resolved to last; None before the first resolution."""
        self.cause = ""
        self.registered = True
        self.dropped = 0
        self.deferred_since: Optional[float] = None
        """Since when a change without a known cause waits for a note."""
        self.had_client = False
        self.last_client, self.last_client_place = "", 0
        """The client that was removed last, and the call site where the client was created."""
        self.dedicated = False
        self.clientless_since: Optional[float] = None
        """Since when the group has no client, after it had one."""
        self.clientless_kind = ""
        """The finding that this is, one of `wire.Kind`, judged by the connection at that moment."""
        self.clientless_at_the_end = False
        """Whether the last client was collected `at_the_end`; see `ClientRecord`."""
        self.orm = False
        self.place, self.thread = 0, ""
        """The call site and the thread in which the ORM connected the alias."""

    @property
    def connection_info(self) -> Optional[ConnectionInfo]:
        """The connection, None for none."""
        return self.resolution.connection if self.resolution is not None else None

    @property
    def connection(self) -> Optional[int]:
        """The connection's number."""
        return self.connection_info.number if self.connection_info is not None else None

    @property
    def error(self) -> Tuple[str, str]:
        """Class and message of the exception that clients without a connection get, else empty."""
        return (
            (self.resolution.error_class, self.resolution.error)
            if self.resolution is not None
            else ("", "")
        )

    @property
    def close_breaks_sharers(self) -> bool:
        """Whether the close() of one client breaks all clients of the group."""
        return self.resolution is not None and self.resolution.close_breaks_sharers

    def add(self, record: ClientRecord, client: int) -> None:
        """Add a client, by its record and id."""
        self.members.setdefault(record.database, {})[client] = None
        self.had_client = True
        self.dedicated = record.row.dedicated
        record.group = self

    def discard(self, record: ClientRecord, client: int) -> None:
        """Remove a client, if the group has it."""
        self.last_client, self.last_client_place = client_name(client), record.row.place
        of_database = self.members.get(record.database, {})
        of_database.pop(client, None)
        if not of_database:
            self.members.pop(record.database, None)

    def ids(self) -> Tuple[int, ...]:
        """Return the ids of all live clients."""
        return tuple(client for members in self.members.values() for client in members)

    def some_ids(self, most: int) -> List[int]:
        """Return the ids of so many live clients at most."""
        ids = (client for members in self.members.values() for client in members)
        return list(itertools.islice(ids, most))

    def oldest_client(self, database: Optional[str] = None) -> Optional[int]:
        """Return the oldest live client, of one database or of any."""
        groups = self.members.values() if database is None else [self.members.get(database, {})]
        return next((client for members in groups for client in members), None)

    def row(self) -> Alias:
        """Return the group's row."""
        return Alias(
            id=self.id,
            text=self.text,
            connection=self.connection,
            registered=self.registered,
            close_breaks_sharers=self.close_breaks_sharers,
            error_class=self.error[0],
            error=self.error[1],
            since=self.since,
            cause=self.cause,
            dropped=self.dropped,
            orm=self.orm,
            place=self.place,
            thread=self.thread,
        )
