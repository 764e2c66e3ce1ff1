"""The details of rows without data: headings, and rows that no longer exist."""

from __future__ import annotations

from milvus_tui.model import text
from milvus_tui.model.details.entries import Details, Entry
from milvus_tui.model.row_ids import CLIENT, CONNECTION, NO_CONNECTION, RowId


def row_name(row: RowId) -> str:
    """The name of a row in a sentence."""
    kind, key = row
    if kind == CLIENT:
        return text.client_name(key)
    if kind == CONNECTION:
        return f"connection {text.letters(key)}"
    return f"{kind} {key}"


def heading_details(row: RowId) -> Details:
    """What the rows below `no connection` or `no socket` have in common."""
    if row == NO_CONNECTION:
        message = "Clients under this heading resolve to no connection: their calls fail at once."
        return Details("no connection", (Entry("", message),))
    message = "Connections without a known TCP socket: none was opened yet, or it was closed."
    return Details("no socket", (Entry("", message),))


def missing_row_details(row: RowId) -> Details:
    """What replaces the details of a row that no longer exists."""
    message = Entry("", "It no longer exists in the target.", "muted")
    return Details(f"{row_name(row)} is gone", (message,))
