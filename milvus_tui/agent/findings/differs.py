"""In what a client's connection is not what the client asked for."""

from __future__ import annotations

from typing import Any, Optional, Tuple

from milvus_tui.agent.asked import UNKNOWN, Asked, login_of
from milvus_tui.agent.findings.register import Register
from milvus_tui.agent.groups import Group, Record
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.common import login_header
from milvus_tui.names import client_name
from milvus_tui.wire import Kind

SERVER, DATABASE, LOGIN = "server", "database", "login"
PASSWORD, SECURITY, ALIAS = "password", "security", "alias"

WRONG_PLACE = (SERVER, DATABASE, LOGIN)
"""What makes a client read and write somewhere else, or as somebody else."""

KINDS = (Kind.HIJACKED, Kind.PASSWORD, Kind.PLAIN, Kind.IGNORED)


def differs(
    asked: Asked, group: Group, handler: Optional[Any], registry: Registry
) -> Tuple[str, ...]:
    """In what they differ, the database left out; nothing where there is no connection.

    Compares what the connection really sends: its address, its login header, whether it is
    encrypted. Logins are compared by their fingerprints.
    """
    if handler is None or not asked.uri:
        return ()
    found = []
    if asked.address and asked.address != registry.address(handler).lower():
        found.append(SERVER)
    if asked.secret != UNKNOWN:
        user, secret = login_of(login_header(handler))
        if asked.secret != secret:
            found.append(PASSWORD if asked.user and asked.user == user else LOGIN)
    if asked.secure and not getattr(handler, "_secure", False):
        found.append(SECURITY)
    if asked.alias and not registry.heeds(group.key, asked.alias):
        found.append(ALIAS)
    return tuple(found)


class Differences:
    """Tells of them, client by client."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def found(self, record: Record, at: float) -> None:
        """What a client's row says that differs, now."""
        row, name = record.row, client_name(record.row.id)
        wrong = [word for word in row.differs if word in WRONG_PLACE]
        bound = f"{name} asked for {_wanted(record)}, and its connection is {record.group.text}"
        self._tell(Kind.HIJACKED, bool(wrong), record, at, bound, ", ".join(wrong))
        self._tell(
            Kind.PASSWORD,
            PASSWORD in row.differs,
            record,
            at,
            f"{name} gave another password for {row.login} than its connection was opened with, "
            "and was let in unchecked",
            PASSWORD,
        )
        self._tell(
            Kind.PLAIN,
            SECURITY in row.differs,
            record,
            at,
            f"{name} asked for TLS ({row.uri}), and rides a connection in plain text",
            SECURITY,
        )
        self._tell(
            Kind.IGNORED,
            ALIAS in row.differs,
            record,
            at,
            f"{name} asked for alias={row.asked_alias!r}, and was given {record.group.text}",
            ALIAS,
        )

    def over(self, client: int, at: float, by: str) -> None:
        """A client was closed, or is gone."""
        for kind in KINDS:
            self._register.end(kind, client, at, by)

    def _tell(
        self, kind: str, holds: bool, record: Record, at: float, text: str, detail: str
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
            touched=((row.id, row.id),),
            detail=detail,
        )


def _wanted(record: Record) -> str:
    row = record.row
    parts = [row.uri, row.asked_database and f"database {row.asked_database}", row.login]
    return ", ".join(part for part in parts if part)
