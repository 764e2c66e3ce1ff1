"""The details of a target, which has a row where the screen shows several targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import headline, text
from milvus_tui.model.details.entries import BLANK, Details, Entry

if TYPE_CHECKING:
    from milvus_tui.model.index import Index


def target_details(index: Index, now: float) -> Details:
    """A target: its release's rule, its clients by state, its process and its server."""
    row = headline.target_of(index.snapshot)
    if row is None:
        return Details("target", (Entry("", "It is starting, or did not start.", "muted"),))
    return Details(
        f"pymilvus {row.pymilvus}",
        (
            Entry("", f"{row.rule[:1].upper()}{row.rule[1:]}".rstrip(".") + "."),
            BLANK,
            *(Entry("", words, state) for state, words in headline.counts(index)),
            BLANK,
            Entry("process", str(row.pid)),
            Entry("Python", row.python),
            Entry("server", f"{row.uri} {row.server}".strip()),
            Entry("database", text.database_name(row.database)),
            Entry("login", row.login or "none"),
            Entry("started", f"{text.clock(row.started)} ({text.age(now - row.started)} ago)"),
        ),
    )
