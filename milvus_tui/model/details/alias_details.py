"""The details of an alias; those of a connection list them for each of its aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import states, text
from milvus_tui.model.details.client_origin import frame_entries
from milvus_tui.model.details.entries import Details, Entry
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire
    from milvus_tui.model.index import Index

MOST_THREADS = 8
"""Threads that are listed, those with the most uses."""


def alias_details(index: Index, row: wire.Alias, now: float) -> Details:
    """An alias that has a row of its own."""
    return Details("alias", tuple(alias_entries(index, row, now)))


def alias_entries(index: Index, row: wire.Alias, now: float) -> Iterator[Entry]:
    """An alias: the connection that it resolves to, its clients, and the effect of close()."""
    yield Entry("alias", row.text)
    yield from _connect_entries(index, row)
    if states.leaked(index, row):
        yield Entry("", "⚠ leaked: no client is left that could close it", "warning")
    elif states.idle(index, row):
        yield Entry("", "idle: open, and no client is left", "muted")
    yield Entry("registered", "yes" if row.registered else "no")
    yield from _resolution_entries(row, now)
    clients = index.client_ranges(row.id)
    names = f": {text.client_list(clients)}" if clients else ""
    yield Entry("clients", f"{client_names.count(clients):,}{names}")
    if row.dropped:
        yield Entry("dropped", f"{text.plural(row.dropped, 'client')} without close()")
    if clients or not row.orm:
        breaks_all = "breaks all clients of this alias"
        yield Entry("close()", breaks_all if row.close_breaks_sharers else "breaks no other client")


def _connect_entries(index: Index, row: wire.Alias) -> Iterator[Entry]:
    """Where `connections.connect()` created an alias of the ORM."""
    if not row.orm:
        return
    site = index.snapshot.sites.get(row.place)
    by = f" by {site.text}" if site is not None else ""
    thread = f", thread {text.thread_name(row.thread)}" if row.thread else ""
    yield Entry("created", f"connections.connect(){by}{thread}")
    yield from frame_entries(site.frames if site is not None else ())
    history = orm_alias_of(index, row)
    if history is not None:
        yield from _history_entries(history)


def orm_alias_of(index: Index, row: wire.Alias) -> wire.OrmAlias | None:
    """What is known of an alias that the program connected itself."""
    found = index.snapshot.orm_aliases.values()
    return next((each for each in found if each.text == row.text), None)


def _history_entries(row: wire.OrmAlias) -> Iterator[Entry]:
    """Where an alias is connected to, who used it, and who disconnected it before."""
    if row.inherited:
        yield Entry("inherited", "connected in the parent process, before a fork", "warning")
    login = row.login or "no login"
    yield Entry("to", f"{row.address}, database {text.database_name(row.database)}, {login}")
    threads = f" by {text.plural(len(row.users), 'thread')}" if row.users else ""
    yield Entry("used", f"{text.plural(row.uses, 'time')}{threads}")
    for name, uses in sorted(row.users, key=lambda each: -each[1])[:MOST_THREADS]:
        yield Entry(" ", f"{text.thread_name(name)}: {uses:,}")
    if row.failed:
        yield Entry("failed", f"{text.plural(row.failed, 'call')} without a connection", "warning")
    if row.connects > 1:
        yield Entry("connects", f"{row.connects:,}")
    if row.disconnected_by:
        yield Entry("ended", f"before by {row.disconnected_by}, {_thread(row)}")


def _thread(row: wire.OrmAlias) -> str:
    return f"thread {text.thread_name(row.disconnected_thread)}"


def _resolution_entries(row: wire.Alias, now: float) -> Iterator[Entry]:
    """The connection that an alias resolves to, since when, and what changed it."""
    if row.connection is None:
        yield Entry("connection", "none", states.FAILS)
        if row.error_class or row.error:
            yield Entry("error", f"{row.error_class}: {row.error}")
    else:
        yield Entry("connection", text.letters(row.connection))
    yield Entry("since", f"{text.clock(row.since)} ({text.age(now - row.since)})")
    if row.cause:
        yield Entry("cause", row.cause)
