"""Ignored settings: a client joined a connection that was made with other settings."""

from __future__ import annotations

from milvus_tui.agent.connection_settings import OPTIONS, SERVER_NAME, TLS_FILES
from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.agent.state.alias_groups import AliasGroup, ClientRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name

TLS, CHANNEL, OPENING = "tls", "options", "timeout"
"""The details of a finding, worst first."""


class IgnoredSettingsDetector(Detector):
    """Reports clients whose settings are not in effect, until they are closed or collected."""

    def created(self, record: ClientRecord, at: float) -> None:
        """Begin, update or end the finding of a client."""
        row = record.row
        if not row.ignored:
            self._store.end(Kind.IGNORED_SETTINGS, row.id, at)
            return
        self._store.begin(
            Kind.IGNORED_SETTINGS,
            row.id,
            at,
            self._text(record),
            client=row.id,
            alias=record.group.id,
            connection=record.group.connection,
            place=row.place,
            affected=((row.id, row.id),),
            detail=min((_detail(name) for name, _ in row.ignored), key=_ORDER.index),
        )

    changed = created

    def closed(self, record: ClientRecord, group: AliasGroup, at: float, by: str) -> None:
        """End the finding of a client."""
        self._store.end(Kind.IGNORED_SETTINGS, record.row.id, at, by)

    def collected(self, record: ClientRecord, at: float) -> None:
        """End the finding of a client."""
        self._store.end(Kind.IGNORED_SETTINGS, record.row.id, at, "the client was collected")

    def _text(self, record: ClientRecord) -> str:
        row = record.row
        asked = ", ".join(_words(*each) for each in row.ignored)
        connection = self._tables.get("connections", record.group.connection or 0)
        address = connection.address if connection is not None else record.group.text
        return (
            f"{client_name(row.id)} requested {asked}; its connection to {address} was made "
            "without, for another client"
        )


_ORDER = (TLS, CHANNEL, OPENING)


def _detail(name: str) -> str:
    if name in (*TLS_FILES, SERVER_NAME):
        return TLS
    return CHANNEL if name.startswith(OPTIONS) else OPENING


def _words(name: str, shown: str) -> str:
    return f"{OPTIONS} {shown}" if name.startswith(OPTIONS) else f"{name}={shown}"
