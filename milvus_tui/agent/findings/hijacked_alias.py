"""In what a client's connection is not what the client asked for."""

from __future__ import annotations

from typing import Tuple

from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.hooks.requested import UNKNOWN, Requested
from milvus_tui.agent.registries.connection_info import ConnectionInfo
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name

SERVER, DATABASE, LOGIN = "server", "database", "login"
PASSWORD, SECURITY, ALIAS = "password", "security", "alias"

WRONG_PLACE = (SERVER, DATABASE, LOGIN)
"""What makes a client read and write somewhere else, or as somebody else."""

KINDS = (Kind.HIJACKED_ALIAS, Kind.UNCHECKED_PASSWORD, Kind.PLAIN_TEXT_FOR_HTTPS, Kind.IGNORED_ALIAS)


def differences(asked: Requested, actual: ConnectionInfo, heeded: bool) -> Tuple[str, ...]:
    """In what a connection differs from what a client asked for, the database left out.

    Args:
        heeded: whether the client has the alias that it asked for.
    """
    if not asked.uri:
        return ()  # a client of before the agent came: nobody knows what it asked for
    found = []
    if asked.address and asked.address != actual.address.lower():
        found.append(SERVER)
    if asked.secret not in (UNKNOWN, actual.secret):
        found.append(PASSWORD if asked.user and asked.user == actual.user else LOGIN)
    if asked.secure and not actual.secure:
        found.append(SECURITY)
    if asked.alias and not heeded:
        found.append(ALIAS)
    return tuple(found)


class HijackedAliases:
    """Tells of them, client by client."""

    def __init__(self, register: FindingStore, tables: Tables) -> None:
        self._register = register
        self._tables = tables

    def found(self, record: ClientRecord, at: float) -> None:
        """What a client's row says that differs, now."""
        row, name = record.row, client_name(record.row.id)
        wrong = [word for word in row.differs if word in WRONG_PLACE]
        bound = f"{name} asked for {_wanted(record)}, and was given {self._given(record)}"
        self._tell(Kind.HIJACKED_ALIAS, bool(wrong), record, at, bound, ", ".join(wrong))
        self._tell(
            Kind.UNCHECKED_PASSWORD,
            PASSWORD in row.differs,
            record,
            at,
            f"{name} gave another password for {row.login} than its connection was opened with, "
            "and was let in unchecked",
            PASSWORD,
        )
        self._tell(
            Kind.PLAIN_TEXT_FOR_HTTPS,
            SECURITY in row.differs,
            record,
            at,
            f"{name} asked for TLS ({row.uri}), and rides a connection in plain text",
            SECURITY,
        )
        self._tell(
            Kind.IGNORED_ALIAS,
            ALIAS in row.differs,
            record,
            at,
            f"{name} asked for alias={row.requested_alias!r}, and was given {record.group.text}",
            ALIAS,
        )

    def over(self, client: int, at: float, by: str) -> None:
        """A client was closed, or is gone."""
        for kind in KINDS:
            self._register.end(kind, client, at, by)

    def _tell(
        self, kind: str, holds: bool, record: ClientRecord, at: float, text: str, detail: str
    ) -> None:
        row = record.row
        if not holds:
            self._register.end(kind, row.id, at)
            return
        self._register.begin(
            kind,
            row.id,
            at,
            text,
            client=row.id,
            alias=record.group.id,
            connection=record.group.connection,
            place=row.place,
            affected=((row.id, row.id),),
            detail=detail,
        )

    def _given(self, record: ClientRecord) -> str:
        row = self._tables.get("connections", record.group.connection or 0)
        if row is None:
            return record.group.text
        login = row.login or "no login"
        return f"{row.address}, database {record.database}, {login} (alias {record.group.text})"


def _wanted(record: ClientRecord) -> str:
    row = record.row
    return f"{row.uri}, database {row.requested_database or 'default'}, {row.login or 'no login'}"
