"""The details of an attempt to connect that runs, or that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.model.attempts import CONNECTING, cause_words
from milvus_tui.model.details.entries import BLANK, Details, Entry
from milvus_tui.model.findings.connect_advice import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui import wire


def attempt_details(row: wire.Attempt, now: float) -> Details:
    """An attempt: where to, who made it, since when, and why it failed or takes long."""
    title = text.joined([row.state, row.target], " to ")
    return Details(title, tuple(_entries(row, now)))


def _entries(row: wire.Attempt, now: float) -> Iterator[Entry]:
    tone = "warning" if row.state == CONNECTING else "fails"
    until = now if row.ended is None else row.ended
    yield Entry("state", f"{row.state}, {text.age(until - row.started)}", tone)
    yield Entry("call", row.what)
    yield Entry("at", row.site or "an unknown place")
    yield Entry("to", row.target)
    yield Entry("login", row.login or "none")
    yield Entry("try", f"{row.tries:,}")
    yield Entry("thread", text.joined([row.thread, row.task]))
    yield Entry("began", text.clock(row.started))
    if row.ended is not None:
        yield Entry("ended", text.clock(row.ended))
    if row.error_class:
        yield Entry("raised", text.joined([row.error_class, row.error], ": "))
    if row.cause or row.seen:
        yield Entry("cause", text.joined([cause_words(row.cause), row.seen], ": "), tone)
    advice = CAUSES[row.cause].general if row.cause in CAUSES else ""
    if advice:
        yield BLANK
        yield Entry("", advice, "muted")
