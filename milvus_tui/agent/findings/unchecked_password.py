"""Unchecked password: a client gave another password than its connection was opened with."""

from __future__ import annotations

from milvus_tui.agent.findings.differences import PASSWORD, DifferenceDetector
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class UncheckedPasswordDetector(DifferenceDetector):
    """Reports clients whose password never reached the server."""

    kind = Kind.UNCHECKED_PASSWORD
    differences = (PASSWORD,)

    def text(self, record: ClientRecord) -> str:
        """Whose password it is; the login is masked."""
        return (
            f"{client_name(record.row.id)} gave another password for {record.row.login} than its "
            "connection was opened with, and the server never checked the password"
        )
