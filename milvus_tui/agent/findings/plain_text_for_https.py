"""Plain text for https: a client requested TLS, and its connection has none."""

from __future__ import annotations

from milvus_tui.agent.findings.differences import SECURITY, DifferenceDetector
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class PlainTextForHttpsDetector(DifferenceDetector):
    """Reports clients whose calls travel unencrypted though they requested TLS."""

    kind = Kind.PLAIN_TEXT_FOR_HTTPS
    differences = (SECURITY,)

    def text(self, record: ClientRecord) -> str:
        """What was requested."""
        row = record.row
        return f"{client_name(row.id)} requested TLS ({row.uri}); its connection is in plain text"
