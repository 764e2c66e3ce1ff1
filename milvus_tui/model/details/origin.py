"""Where a client comes from: what it asked for, what it got, who made and who closed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import states, text
from milvus_tui.model.details.sheet import BLANK, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milvus_tui import wire
    from milvus_tui.model.findings.reported import Frame
    from milvus_tui.model.index import Index

MOST_FRAMES = 6
PLAIN_CLASS = "MilvusClient"


def differing(index: Index, row: wire.Client) -> Iterator[Entry]:
    """What was asked for, and what there is instead."""
    connection = index.connection_of(row)
    said = {
        "server": (row.uri, connection.address if connection else ""),
        "database": (
            f"database {text.database_name(row.requested_database)}",
            f"database {text.database_name(row.database)}",
        ),
        "login": (
            f"login {row.login or 'none'}",
            f"login {(connection.login if connection else '') or 'none'}",
        ),
        "password": ("one password", "another password, which is the one that was checked"),
        "security": ("TLS", "plain text"),
        "alias": (f"alias={row.requested_alias!r}", "no alias: this release ignores it"),
    }
    for word in row.differs:
        asked, actual = said.get(word, (word, "something else"))
        tone = "warning" if word == "alias" else states.FAILS
        yield Entry("differs", f"asked for {asked}, has {actual}", tone)


def asked(index: Index, row: wire.Client, now: float) -> Iterator[Entry]:
    """What was asked for when a client was made, where and when; who closed it."""
    yield BLANK
    if row.class_name != PLAIN_CLASS:
        yield Entry("class", row.class_name)
    yield Entry("URI", row.uri)
    words = [f"alias={row.requested_alias!r}"] if row.requested_alias else []
    words += ["dedicated=True"] if row.dedicated else []
    if words:
        yield Entry("asked for", ", ".join(words))
    made = f"{text.clock(row.created)} ({text.age(now - row.created)} ago)"
    task = f", task {row.task}" if row.task else ""
    yield Entry("made", f"{made}, thread {text.thread_name(row.thread)}{task}")
    yield from place(index, row.place, row.site)
    if row.inherited:
        yield Entry("inherited", "made in the parent process, before a fork", "warning")
    yield from loop(index, row)
    yield from counters(index, row.place)
    if row.closed is not None:
        by = f" by {row.closed_by}" if row.closed_by else ""
        on = f", thread {text.thread_name(row.closed_thread)}" if row.closed_thread else ""
        yield Entry("closed", f"{text.clock(row.closed)}{by}{on}")
        site = index.snapshot.sites.get(row.closed_place)
        yield from calls(site.frames if site is not None else ())


def place(index: Index, key: int, otherwise: str) -> Iterator[Entry]:
    """The line that made it, and the calls that led there."""
    site = index.snapshot.sites.get(key)
    if site is None or not site.frames:
        said = site.text if site is not None else otherwise
        if said:
            yield Entry("at", said)
        return
    yield Entry("at", site.text)
    # The first call of the program's own is that place.
    own = next((at for at, frame in enumerate(site.frames) if frame[3]), -1)
    yield from calls(site.frames[:own] + site.frames[own + 1 :] if own >= 0 else site.frames)


def calls(frames: Sequence[Frame]) -> Iterator[Entry]:
    """The calls that led to a place, innermost first; those of installed packages are paler."""
    for path, line, function, own in frames[:MOST_FRAMES]:
        short = "/".join(path.rsplit("/", 2)[-1 if own else -2 :])
        yield Entry(" ", f"{short}:{line} {function}", "" if own else "muted")
    if len(frames) > MOST_FRAMES:
        yield Entry(" ", f"… {len(frames) - MOST_FRAMES} more calls", "muted")


def counters(index: Index, key: int) -> Iterator[Entry]:
    """What became of all clients that were made in the same place."""
    site = index.snapshot.sites.get(key)
    if site is None or site.created <= 1:
        return
    said = [f"{site.created:,}"]
    said += [f"closed {site.closed:,}"] if site.closed else []
    said += [f"dropped {site.dropped:,}"] if site.dropped else []
    said += [f"connections opened {site.opened:,}"] if site.opened else []
    yield Entry("made here", ", ".join(said), "warning" if site.dropped else "")


def loop(index: Index, row: wire.Client) -> Iterator[Entry]:
    """The event loop of an async client."""
    found = index.snapshot.loops.get(row.loop) if row.loop is not None else None
    if found is None:
        return
    open_ = found.state in ("running", "open")
    said = f"{found.state}, in thread {text.thread_name(found.thread)}"
    yield Entry("event loop", said, "" if open_ or row.closed is not None else "warning")
