"""Attempts to connect, in words, and how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.wire import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot

CONNECTING, FAILED, GIVEN_UP = "connecting", "failed", "given up"
"""The states of an attempt."""

_WORDS = {
    Cause.NAME: "host name not resolved",
    Cause.REFUSED: "connection refused",
    Cause.NO_ROUTE: "no route",
    Cause.PROXY: "the proxy of http_proxy does not lead there",
    Cause.NO_ANSWER: "no answer",
    Cause.TLS_TO_PLAIN: "TLS spoken to a server without",
    Cause.PLAIN_TO_TLS: "the server closed the socket, as one with TLS does",
    Cause.CERTIFICATE: "certificate not accepted",
    Cause.TLS_FILE: "a TLS file cannot be read",
    Cause.NOT_MILVUS: "the server is no Milvus",
    Cause.LOGIN: "login refused",
    Cause.NO_LOGIN: "no login given",
    Cause.NONE_LOGIN: "a login of None was sent as the text “None”",
    Cause.PERMISSION: "permission denied",
    Cause.DATABASE: "database not found",
    Cause.NO_LOOP: "no event loop in the thread",
    Cause.ALIAS: "the alias is connected otherwise",
    Cause.FILE_HELD: "another process holds the file",
    Cause.NO_LITE: "milvus-lite is not installed",
    Cause.FILE: "the file cannot be opened",
    Cause.ARGUMENTS: "wrong argument",
    Cause.GEVENT: "gevent without init_gevent()",
    Cause.EMPTY_ADDRESS: "pymilvus asks for an empty address",
}
"""Each cause in a few words."""


def cause_words(cause: str) -> str:
    """A cause in a few words; empty for one that is unknown."""
    return _WORDS.get(cause, "")


def summary(row: wire.Attempt, now: float) -> str:
    """When, from where and why, such as `for 3 s, MilvusClient() at app.py:7 main, try 2`."""
    if row.state == CONNECTING:
        when = f"for {text.age(now - row.started)}"
    else:
        when = f"after {text.age((row.ended or now) - row.started)}"
    often = f"try {row.tries:,}" if row.tries > 1 else ""
    site = f" at {row.site}" if row.site else ""
    return text.joined([when, f"{row.what}{site}", often, cause_words(row.cause)], ", ")


def failed(snapshots: Iterable[Snapshot]) -> int:
    """How many attempts to connect failed in some processes."""
    return sum(site.failed for snapshot in snapshots for site in snapshot.sites.values())


def made(snapshots: Iterable[Snapshot]) -> int:
    """How many attempts to connect were made: those that succeeded, failed, or still run."""
    count = 0
    for each in snapshots:
        count += sum(
            site.created - site.created_async + site.failed for site in each.sites.values()
        )
        count += sum(row.connects for row in each.orm_aliases.values() if not row.inherited)
        count += sum(row.state != FAILED for row in each.attempts.values())
    return count
