"""Stores connections: the row, the gRPC channel and the socket of each."""

from __future__ import annotations

import weakref
from dataclasses import replace
from typing import Any, Callable, Dict, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import clocks, connection_settings
from milvus_tui.agent.connection_settings import Settings
from milvus_tui.agent.hooks.channels import Channels, ChannelState
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.state import cluster_events
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Connection, Socket

UNREADABLE = "whether a connection is ready: gRPC keeps no channelz of its channel"
"""What is not judged of a connection without calls whose channel cannot be read."""

UNKNOWN_OPENER = (0, "")
"""The opener of a connection that existed before the agent started."""


class ConnectionOpening(NamedTuple):
    """Where and when a connection was opened."""

    place: int
    site: str
    at: float


class MadeWith(NamedTuple):
    """What a connection was made with."""

    in_effect: Settings
    requested: Optional[Settings]
    """By the client that opened it; None if that was not seen."""


class ConnectionStore:
    """Keeps a row for each connection.

    Args:
        tables: where rows go.
        channels: finds the channel and the socket of a connection.
    """

    def __init__(self, tables: Tables, channels: Channels) -> None:
        self._tables = tables
        self._channels = channels
        self._handlers: "Dict[int, weakref.ref[Any]]" = {}
        self._openers: Dict[int, Tuple[int, str]] = {}
        self._earlier: Dict[int, Tuple[int, int, int]] = {}
        """By connection: calls, failures and successes on channels that it has given up."""
        self.opener: Tuple[int, str] = UNKNOWN_OPENER
        """The call site, by id and text, that opened the next new connection."""
        self.opening: Optional[Settings] = None
        """The settings that the client requested which opened the next new connection; None where
        no client did."""
        self._made_with: Dict[int, MadeWith] = {}
        self.on_open: Callable[[int], None] = lambda place: None
        """Called with that call site's id."""

    def update(self, info: ConnectionInfo, database: Optional[str], at: float) -> None:
        """Record that a connection existed at a time, with its own database (None for none).

        For a new connection, `at` is the time of its creation, even if this call comes later.
        """
        number, database = info.number, database or ""
        row = self._tables.get("connections", number)
        if row is None:
            row = Connection(
                id=number,
                address=info.address,
                secure=info.secure,
                first_seen=at,
                login=info.login,
                database=database,
                channel=None,
                state="",
                socket=None,
                calls=0,
                failures=0,
            )
            row = _with_cluster(row, info)
            self._tables.put("connections", row)
            self._handlers[number] = info.handler
            self._openers[number] = self.opener
            self._made_with[number] = MadeWith(self._in_effect(info), self.opening)
            self.on_open(self.opener[0])
        else:
            changed = _with_cluster(replace(row, database=database), info)
            self._tables.put("connections", changed)
            for text in cluster_events.changes(row, changed):
                self._tables.log(at, "moved", text)

    def claim(self, number: int, begun: float, at: float) -> None:
        """A constructor that `opener` called, from `begun` to `at`, returned with this connection.

        A scan may have seen the connection before: then nobody knows who opened it.
        """
        row = self._tables.get("connections", number)
        unknown = self._openers.get(number) == UNKNOWN_OPENER != self.opener
        if row is not None and unknown and begun <= row.first_seen:
            self._openers[number] = self.opener
            self._made_with[number] = self._made_with[number]._replace(requested=self.opening)
            self._tables.put("connections", replace(row, first_seen=at))
            self.on_open(self.opener[0])

    def opened(self, number: int) -> ConnectionOpening:
        """Return where and when a connection was opened; the place is 0 if that was not seen."""
        row = self._tables.get("connections", number)
        return ConnectionOpening(
            *self._openers.get(number, UNKNOWN_OPENER), row.first_seen if row is not None else 0.0
        )

    def opened_at(self, number: Optional[int], at: float) -> Optional[int]:
        """Return the number of a connection that came into being at a time, else None."""
        row = self._tables.get("connections", number) if number is not None else None
        return number if row is not None and row.first_seen == at else None

    def ignored(self, info: ConnectionInfo, wanted: Settings) -> Settings:
        """Return the settings that a client requested and its connection was not made with."""
        made_with = self._made_with.get(info.number)
        if made_with is None or not wanted:
            return ()
        found = connection_settings.ignored(wanted, *made_with)
        # On a connection in plain text no client's TLS files have an effect.
        return found if info.secure else tuple(each for each in found if not each.is_tls)

    def _in_effect(self, info: ConnectionInfo) -> Settings:
        handler = info.handler()
        options = self._channels.options_of(handler) if handler is not None else None
        return (*info.settings, *(options or ()))

    def keep_only(self, used: Set[Optional[int]]) -> None:
        """Remove the rows of connections that no alias resolves to any more."""
        unused = [key for key in self._tables.keys("connections") if key not in used]
        self._tables.drop("connections", *unused)
        for key in unused:
            self._openers.pop(key, None)
            self._made_with.pop(key, None)
            self._handlers.pop(key, None)
            self._earlier.pop(key, None)

    def read_channels(self) -> None:
        """Update the socket of each connection, and the counters of its channel."""
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
            rows.append(_read(row, channel, self._over_channels(row, channel, state)))
        # Write sockets first: a connection's row must not refer to an unknown socket.
        self._tables.put("sockets", *sockets.values())
        self._tables.put("connections", *rows)
        self._tables.drop("sockets", *set(self._tables.keys("sockets")) - set(sockets))

    def at_exit(self) -> None:
        """Note channels without a call that were made under watch, and that channelz lacks."""
        for number, ref in self._handlers.items():
            row, handler = self._tables.get("connections", number), ref()
            if row is None or row.channel is not None or row.succeeded or row.failed:
                continue
            if self._channels.options_of(handler) is not None:
                self._tables.cannot_judge(UNREADABLE)

    def _over_channels(
        self, row: Connection, channel: Optional[int], state: ChannelState
    ) -> ChannelState:
        """Return a channel's state, with the calls of the connection's earlier channels."""
        if row.channel not in (None, channel):
            self._earlier[row.id] = row.calls, row.failures, row.successes
        calls, failures, successes = self._earlier.get(row.id, (0, 0, 0))
        return state._replace(
            calls=state.calls + calls,
            failures=state.failures + failures,
            successes=state.successes + successes,
        )

    def row(self, number: int) -> Optional[Connection]:
        """Return the row of a connection; None if no alias resolves to it."""
        row: Optional[Connection] = self._tables.get("connections", number)
        return row

    def note_calls(self, number: int, **fields: Any) -> None:
        """Write what the program's calls on a connection came to, if it has a row."""
        row = self._tables.get("connections", number)
        if row is not None:
            ready = row.ready if row.ready is not None else fields.get("last_success")
            self._tables.put("connections", replace(row, ready=ready, **fields))


def _with_cluster(row: Connection, info: ConnectionInfo) -> Connection:
    """Return a connection's row with its address and its global cluster as they are now."""
    cluster = info.cluster
    if cluster is None:
        return row if row.address == info.address else replace(row, address=info.address)
    members = tuple(
        (each.id, each.endpoint, "primary" if each == cluster.primary else "replica")
        for each in cluster.clusters
    )
    return replace(
        row,
        address=info.address,
        cluster=cluster.address,
        topology=cluster.version,
        members=members,
    )


def _read(row: Connection, channel: Optional[int], state: ChannelState) -> Connection:
    """Return a connection's row with the state of its channel."""
    now = clocks.wall()
    # The id is known only for a channel that was created while the agent watched. So all calls
    # of the channel count, including pymilvus's own calls when it connects.
    succeeded = state.successes > row.successes
    was_ready = state.state == "READY" or state.successes > 0
    row = replace(
        row,
        channel=channel,
        ready=now if row.ready is None and was_ready else row.ready,
        **state._asdict(),
    )
    if row.succeeded or row.failed:
        return row  # the program's own calls say more
    return replace(
        row,
        last_success=now if succeeded else row.last_success,
        last_failure=now if state.failures > row.failures else row.last_failure,
    )
