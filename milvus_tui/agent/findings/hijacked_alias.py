"""Hijacked alias: a client is bound to another server, database or user than it requested."""

from __future__ import annotations

from typing import Sequence

from milvus_tui.agent.findings.differences import DATABASE, LOGIN, SERVER, DifferenceDetector
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name


class HijackedAliasDetector(DifferenceDetector):
    """Reports clients that read and write in another place, or as another user."""

    kind = Kind.HIJACKED_ALIAS
    differences = (SERVER, DATABASE, LOGIN)

    def text(self, record: ClientRecord) -> str:
        """Both places."""
        row = record.row
        login = row.login or "no login"
        requested = f"{row.uri}, database {row.requested_database or 'default'}, {login}"
        return (
            f"{client_name(row.id)} requested {requested}, and is bound to {self._actual(record)}"
        )

    def detail(self, record: ClientRecord, found: Sequence[str]) -> str:
        """What differs; and `path` where the URI has one, and db_name= was ignored for it."""
        opened_it = record.opened is not None and record.opened == record.group.connection
        if list(found) == [DATABASE] and opened_it and record.requested.has_path:
            return f"{DATABASE}, path"
        return super().detail(record, found)

    def _actual(self, record: ClientRecord) -> str:
        row = self._tables.get("connections", record.group.connection or 0)
        if row is None:
            return record.group.text
        login = row.login or "no login"
        return f"{row.address}, database {record.database}, {login} (alias {record.group.text})"
