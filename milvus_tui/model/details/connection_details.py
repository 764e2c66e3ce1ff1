"""The details of a connection, with its aliases and its probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import own_calls, states, text
from milvus_tui.model.details.alias_details import alias_entries
from milvus_tui.model.details.embedded_details import embedded_entries
from milvus_tui.model.details.entries import BLANK, Details, Entry
from milvus_tui.model.details.state_entries import collections_entry, running_entries
from milvus_tui.model.history import DEPTH, sparkline
from milvus_tui.wire import FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.history import History
    from milvus_tui.model.index import Index


def connection_details(index: Index, history: History, row: wire.Connection, now: float) -> Details:
    """A connection: its address, its channel and socket, its aliases and its probes."""
    entries = [*_channel_entries(index, row), *_call_entries(row, now)]
    for key in index.aliases.get(row.id, []):
        entries += [BLANK, *alias_entries(index, index.snapshot.aliases[key], now)]
    for verdict in index.snapshot.verdicts.values():
        if verdict.connection == row.id:
            entries += [BLANK, *verdict_entries(history, verdict, now)]
    return Details(f"connection {text.letters(row.id)}", tuple(entries))


def _channel_entries(index: Index, row: wire.Connection) -> Iterator[Entry]:
    socket = index.snapshot.sockets.get(row.socket or -1)
    yield Entry("address", row.address)
    yield from _cluster_entries(row)
    yield from embedded_entries(index.snapshot, row.address)
    yield Entry("TLS", "yes" if row.secure else "no")
    yield Entry("login", row.login or "none")
    if row.database:
        yield Entry("database", row.database)
    yield Entry("channel", text.joined([str(row.channel or ""), row.state]) or "not known")
    yield Entry("socket", f"{socket.local} → {socket.remote}" if socket else "not known")
    yield Entry("calls", f"{row.calls:,} started, {row.failures:,} failed")


def _cluster_entries(row: wire.Connection) -> Iterator[Entry]:
    """The global cluster that gave the address, and its topology."""
    if not row.cluster:
        return
    yield Entry("requested", f"{row.cluster}, a global cluster")
    for place, (name, uri, role) in enumerate(row.members):
        here = uri.partition("://")[2].startswith(row.address)
        tone = "warning" if here and role != "primary" else ""
        line = text.joined([name, uri, role, "connected" if here else ""])
        yield Entry("" if place else f"topology {row.topology}", line, tone)


def _call_entries(row: wire.Connection, now: float) -> Iterator[Entry]:
    """The program's own calls: how many, the last that failed, and those that run."""
    if own_calls.seen(row):
        yield Entry("own calls", f"{row.succeeded:,} returned, {row.failed:,} failed")
    if row.failed_method:
        tone = states.own_word(row) if row.failing_since is not None else "muted"
        kind = (
            "no server was reached"
            if row.failed_kind == FailureKind.UNREACHABLE
            else row.failed_kind
        )
        at = text.clock(row.last_failure) if row.last_failure is not None else ""
        yield Entry("last failed", text.joined([at, kind]), tone)
        yield Entry("", own_calls.failure(row), tone)
    if row.failing_since is not None:
        first = f"since {text.clock(row.failing_since)} ({text.age(now - row.failing_since)})"
        yield Entry("failing", first, states.own_word(row))
    yield from running_entries(row, now)


def verdict_entries(history: History, row: wire.Verdict, now: float) -> Iterator[Entry]:
    """The probes of one database over a connection."""
    state = f"{states.GLYPHS.get(row.state, '?')} {row.state}"
    since = f"since {text.clock(row.since)} ({text.age(now - row.since)})"
    yield Entry("database", text.database_name(row.database))
    yield Entry("probe", f"{state} {since}, {text.latency(row.latency)}", row.state)
    if row.error_class or row.error:
        yield Entry("error", f"{row.error_class}: {row.error}")
    elif row.collections >= 0:
        yield collections_entry(row.collections)
    yield Entry("calls", sparkline(history.verdicts.get(row.id, ()), DEPTH), "spark")
