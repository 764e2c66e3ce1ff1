"""Where a client comes from: its arguments, the call sites that created and closed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import states, text
from milvus_tui.model.details.entries import BLANK, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milvus_tui import wire
    from milvus_tui.model.findings.reported import Frame
    from milvus_tui.model.index import Index

MOST_FRAMES = 6
"""Calls listed below a call site."""

PLAIN_CLASS = "MilvusClient"


def difference_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """What a client requested, and what it has instead."""
    connection = index.connection_of(row)
    words = {
        "server": (row.uri, connection.address if connection else ""),
        "database": (
            f"database {text.database_name(row.requested_database)}",
            f"database {text.database_name(row.database)}",
        ),
        "login": (
            f"login {row.login or 'none'}",
            f"login {(connection.login if connection else '') or 'none'}",
        ),
        "password": ("one password", "another password, which the server checked"),
        "security": ("TLS", "plain text"),
        "alias": (f"alias={row.requested_alias!r}", "no alias: this release ignores it"),
    }
    for difference in row.differs:
        requested, actual = words.get(difference, (difference, "something else"))
        tone = "warning" if difference == "alias" else states.FAILS
        yield Entry("differs", f"requested {requested}, has {actual}", tone)
    for name, shown in row.ignored:
        option = name.startswith("grpc_options")
        yield Entry("ignored", f"grpc_options {shown}" if option else f"{name}={shown}", "warning")


def origin_entries(index: Index, row: wire.Client, now: float) -> Iterator[Entry]:
    """The arguments of a client's constructor, and where the client was created and closed."""
    yield BLANK
    if row.class_name != PLAIN_CLASS:
        yield Entry("class", row.class_name)
    yield Entry("URI", row.uri)
    arguments = [f"alias={row.requested_alias!r}"] if row.requested_alias else []
    arguments += ["dedicated=True"] if row.dedicated else []
    if arguments:
        yield Entry("requested", ", ".join(arguments))
    created = f"{text.clock(row.created)} ({text.age(now - row.created)} ago)"
    task = f", task {row.task}" if row.task else ""
    yield Entry("created", f"{created}, thread {text.thread_name(row.thread)}{task}")
    yield from site_entries(index, row.place, row.site)
    if row.inherited:
        yield Entry("inherited", "created in the parent process, before a fork", "warning")
    yield from loop_entries(index, row)
    yield from site_count_entries(index, row.place)
    yield from closed_entries(index, row)


def closed_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """The last close() of a client, and the calls that led to it."""
    if row.closed is None:
        return
    by = f" by {row.closed_by}" if row.closed_by else ""
    thread = f", thread {text.thread_name(row.closed_thread)}" if row.closed_thread else ""
    yield Entry("closed", f"{text.clock(row.closed)}{by}{thread}")
    site = index.snapshot.sites.get(row.closed_place)
    yield from frame_entries(site.frames if site is not None else ())


def site_entries(index: Index, key: int, fallback: str) -> Iterator[Entry]:
    """The call site that created a client, and the calls that led there.

    Args:
        index: the snapshot and its relations.
        key: id of the site row.
        fallback: the call site's text where the snapshot has no such row.
    """
    site = index.snapshot.sites.get(key)
    place = site.text if site is not None else fallback
    if place:
        yield Entry("at", place)
    frames = site.frames if site is not None else ()
    # The first frame of the program's own code is the call site itself.
    own = next((number for number, frame in enumerate(frames) if frame[3]), -1)
    yield from frame_entries(frames[:own] + frames[own + 1 :] if own >= 0 else frames)


def frame_entries(frames: Sequence[Frame]) -> Iterator[Entry]:
    """The calls that led to a call site, innermost first; those of packages are paler."""
    for path, line, function, own in frames[:MOST_FRAMES]:
        short = "/".join(path.rsplit("/", 2)[-1 if own else -2 :])
        yield Entry(" ", f"{short}:{line} {function}", "" if own else "muted")
    if len(frames) > MOST_FRAMES:
        yield Entry(" ", f"… {len(frames) - MOST_FRAMES} more calls", "muted")


def site_count_entries(index: Index, key: int) -> Iterator[Entry]:
    """How many clients a call site created, and how many of them were closed or dropped."""
    site = index.snapshot.sites.get(key)
    if site is None or site.created <= 1:
        return
    counts = [f"created {site.created:,}"]
    counts += [f"closed {site.closed:,}"] if site.closed else []
    counts += [f"dropped {site.dropped:,}"] if site.dropped else []
    counts += [f"connections opened {site.opened:,}"] if site.opened else []
    yield Entry("call site", ", ".join(counts), "warning" if site.dropped else "")


def loop_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """The event loop of an async client."""
    loop = index.snapshot.loops.get(row.loop) if row.loop is not None else None
    if loop is None:
        return
    usable = loop.state in ("running", "open") or row.closed is not None
    state = f"{loop.state}, in thread {text.thread_name(loop.thread)}"
    yield Entry("event loop", state, "" if usable else "warning")
