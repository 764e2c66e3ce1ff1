"""Connection objects and what is known of each: its row, its channel and its socket."""

from __future__ import annotations

import time
import weakref
from dataclasses import replace
from typing import Any, Callable, Dict, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent.health.channels import Channels, ChannelState
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Connection, Socket

UNKNOWN_OPENER = (0, "")
"""Who opened a connection that was there when the agent came."""


class ConnectionOpening(NamedTuple):
    """Where and when a connection was opened."""

    place: int
    site: str
    made: float


class ConnectionStore:
    """Keeps a row for each connection.

    Args:
        tables: where rows go.
        channels: tells which socket a connection rides.
    """

    def __init__(self, tables: Tables, channels: Channels) -> None:
        self._tables = tables
        self._channels = channels
        self._handlers: "Dict[int, weakref.ref[Any]]" = {}
        self._openers: Dict[int, Tuple[int, str]] = {}
        self.opener: Tuple[int, str] = UNKNOWN_OPENER
        """The place, by id and text, where the next connection that is new was opened."""
        self.on_open: Callable[[int], None] = lambda place: None
        """Called with that place's id."""

    def update(self, facts: ConnectionInfo, base: Optional[str], at: float) -> None:
        """A connection, and the database that it is on (None for none of its own), was seen then.

        That is when it was made, if it is new, also where this comes late.
        """
        number, database = facts.number, base or ""
        row = self._tables.get("connections", number)
        if row is None:
            row = Connection(
                id=number,
                address=facts.address,
                secure=facts.secure,
                first_seen=at,
                login=facts.login,
                database=database,
                channel=None,
                state="",
                socket=None,
                calls=0,
                failures=0,
            )
            self._tables.put("connections", row)
            self._handlers[number] = facts.handler
            self._openers[number] = self.opener
            self.on_open(self.opener[0])
        elif row.database != database:
            self._tables.put("connections", replace(row, database=database))

    def opened(self, number: int) -> ConnectionOpening:
        """Where and when a connection was opened; the place is 0 where nobody saw it."""
        row = self._tables.get("connections", number)
        return ConnectionOpening(*self._openers.get(number, UNKNOWN_OPENER), row.first_seen if row is not None else 0.0)

    def keep_only(self, used: Set[Optional[int]]) -> None:
        """Drop the rows of connections that no alias resolves to any more."""
        unused = [key for key in self._tables.keys("connections") if key not in used]
        self._tables.drop("connections", *unused)
        for key in unused:
            self._openers.pop(key, None)
            self._handlers.pop(key, None)

    def read_channels(self) -> None:
        """Which socket each connection rides now, and what its channel has counted."""
        sockets: Dict[int, Socket] = {}
        rows = []
        for number, ref in self._handlers.items():
            row, handler = self._tables.get("connections", number), ref()
            channel = self._channels.id_of(handler) if handler is not None else None
            state = self._channels.state(channel) if channel is not None else None
            if row is None or state is None:
                continue
            if state.socket is not None and state.socket not in sockets:
                ends = self._channels.addresses(state.socket)
                if ends is not None:
                    sockets[state.socket] = Socket(state.socket, ends.local, ends.remote)
            rows.append(_read(row, channel, state))
        # A connection is not to refer to a socket that nobody was told of.
        self._tables.put("sockets", *sockets.values())
        self._tables.put("connections", *rows)
        self._tables.drop("sockets", *set(self._tables.keys("sockets")) - set(sockets))


def _read(row: Connection, channel: Optional[int], state: ChannelState) -> Connection:
    """A connection's row after its channel was read."""
    now = time.time()
    # Only of a channel that was made under our eyes is the id known: all its calls are ours to
    # tell of, pymilvus's own first words to the server among them.
    succeeded = (state.calls - state.failures) > (row.calls - row.failures)
    return replace(
        row,
        channel=channel,
        ready=now if row.ready is None and state.state == "READY" else row.ready,
        last_success=now if succeeded else row.last_success,
        last_failure=now if state.failures > row.failures else row.last_failure,
        **state._asdict(),
    )
