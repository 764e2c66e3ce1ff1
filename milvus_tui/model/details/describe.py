"""The details of any row: finds the module that describes a row of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.details.alias_details import alias_details
from milvus_tui.model.details.attempt_details import attempt_details
from milvus_tui.model.details.client_details import client_details
from milvus_tui.model.details.connection_details import connection_details
from milvus_tui.model.details.entries import BLANK, Details, Entry
from milvus_tui.model.details.missing_row import heading_details, missing_row_details
from milvus_tui.model.details.socket_details import socket_details
from milvus_tui.model.details.target_details import target_details
from milvus_tui.model.details.thread_details import thread_details
from milvus_tui.model.row_ids import (
    ALIAS,
    ATTEMPT,
    CLIENT,
    CONNECTION,
    SECTION,
    SOCKET,
    TARGET,
    WORKER,
    RowId,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.model.history import History
    from milvus_tui.model.index import Index
    from milvus_tui.model.predictions import Outcome

MOST_FINDINGS = 3
"""Findings named above the details of a row; the findings screen lists all of them."""

NOTHING_SELECTED = Details(
    "nothing selected", (Entry("", "Select a row with ↑ ↓ or the mouse.", "muted"),)
)


def describe(
    index: Index,
    history: History,
    row: RowId | None,
    now: float,
    outcomes: Mapping[int, Outcome] | None = None,
    findings: Sequence[Reported] = (),
) -> Details:
    """The details of a row. A row that no longer exists gets details that say so.

    Args:
        index: the snapshot and its relations.
        history: the latencies of the last calls.
        row: the selected row, None for none.
        now: seconds since the epoch.
        outcomes: by client, the outcome of the prediction of its close().
        findings: the target's findings; the entries begin with those that concern the row.
    """
    if row is None:
        return NOTHING_SELECTED
    details = _of_row(index, history, row, now, outcomes or {})
    return Details(details.title, (*finding_entries(row, findings, now), *details.entries))


def finding_entries(row: RowId, findings: Sequence[Reported], now: float) -> Iterator[Entry]:
    """The findings that concern a row, without notes."""
    about = [finding for finding in findings if finding.needs_attention and finding.concerns(row)]
    for finding in about[:MOST_FINDINGS]:
        ended = f" ({finding.short_duration(now)})" if finding.ended_at is not None else ""
        tone = "muted" if ended else finding.tone
        yield Entry("", f"{finding.glyph} {finding.title}{ended}", tone)
    if about:
        more = len(about) - MOST_FINDINGS
        yield Entry(
            "",
            f"f: {more} more, why, and what to do" if more > 0 else "f: why, and what to do",
            "muted",
        )
        yield BLANK


def _of_row(
    index: Index, history: History, row: RowId, now: float, outcomes: Mapping[int, Outcome]
) -> Details:
    kind, key = row
    rows = index.snapshot
    if kind == TARGET:
        return target_details(index, now)
    if kind == SECTION:
        return heading_details(row)
    if kind == CLIENT and key in rows.clients:
        return client_details(index, history, rows.clients[key], now, outcomes.get(key))
    if kind == WORKER and key in rows.workers:
        return thread_details(history, rows.workers[key], now)
    if kind == CONNECTION and key in rows.connections:
        return connection_details(index, history, rows.connections[key], now)
    if kind == ALIAS and key in rows.aliases:
        return alias_details(index, rows.aliases[key], now)
    if kind == ATTEMPT and key in rows.attempts:
        return attempt_details(rows.attempts[key], now)
    if kind == SOCKET and key in rows.sockets:
        return socket_details(index, rows.sockets[key])
    return missing_row_details(row)
