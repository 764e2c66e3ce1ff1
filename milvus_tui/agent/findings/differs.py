"""In what a client's connection is not what the client asked for."""

from __future__ import annotations

import weakref
from typing import Any, NamedTuple, Tuple

from milvus_tui.agent.asked import UNKNOWN, Asked, login_of
from milvus_tui.agent.findings.register import Register
from milvus_tui.agent.groups import Group, Record
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.common import login_header
from milvus_tui.agent.tables import Tables
from milvus_tui.names import client_name
from milvus_tui.wire import Kind

SERVER, DATABASE, LOGIN = "server", "database", "login"
PASSWORD, SECURITY, ALIAS = "password", "security", "alias"

WRONG_PLACE = (SERVER, DATABASE, LOGIN)
"""What makes a client read and write somewhere else, or as somebody else."""

KINDS = (Kind.HIJACKED, Kind.PASSWORD, Kind.PLAIN, Kind.IGNORED)


class Actual(NamedTuple):
    """What a connection really does: its address, its login's fingerprints, its encryption."""

    address: str
    user: str
    secret: str
    secure: bool


class Comparison:
    """Compares what clients asked for with what their connections really do.

    A connection is looked at once, however many clients it has.

    Args:
        registry: the adapter for this pymilvus.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: "weakref.WeakKeyDictionary[Any, Actual]" = weakref.WeakKeyDictionary()

    def differs(self, asked: Asked, group: Group, handler: Any) -> Tuple[str, ...]:
        """In what they differ, the database left out."""
        if not asked.uri:
            return ()  # a client of before the agent came: nobody knows what it asked for
        found = []
        actual = self._actual(handler)
        if asked.address and asked.address != actual.address:
            found.append(SERVER)
        if asked.secret not in (UNKNOWN, actual.secret):
            found.append(PASSWORD if asked.user and asked.user == actual.user else LOGIN)
        if asked.secure and not actual.secure:
            found.append(SECURITY)
        if asked.alias and not self._registry.heeds(group.key, asked.alias):
            found.append(ALIAS)
        return tuple(found)

    def _actual(self, handler: Any) -> Actual:
        known = self._known.get(handler)
        if known is None:
            address = self._registry.address(handler).lower()
            secure = bool(getattr(handler, "_secure", False))
            known = Actual(address, *login_of(login_header(handler)), secure)
            self._known[handler] = known
        return known


class Differences:
    """Tells of them, client by client."""

    def __init__(self, register: Register, tables: Tables) -> None:
        self._register = register
        self._tables = tables

    def found(self, record: Record, at: float) -> None:
        """What a client's row says that differs, now."""
        row, name = record.row, client_name(record.row.id)
        wrong = [word for word in row.differs if word in WRONG_PLACE]
        bound = f"{name} asked for {_wanted(record)}, and was given {self._given(record)}"
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

    def _given(self, record: Record) -> str:
        row = self._tables.get("connections", record.group.connection or 0)
        if row is None:
            return record.group.text
        login = row.login or "no login"
        return f"{row.address}, database {record.database}, {login} (alias {record.group.text})"


def _wanted(record: Record) -> str:
    row = record.row
    return f"{row.uri}, database {row.asked_database or 'default'}, {row.login or 'no login'}"
