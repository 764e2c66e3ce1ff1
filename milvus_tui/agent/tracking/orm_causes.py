"""Says why an alias of the ORM has no connection, and what else is connected."""

from __future__ import annotations

import sys
from typing import Any, Dict, List, NamedTuple, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.findings.alias_not_connected import (
    CLIENT,
    CONFIGURED,
    DISCONNECTED,
    FAILED,
    INTERNAL,
    KEEP_ALIVE,
    LOST,
    NEVER,
    NO_LOGIN,
    OTHER,
    WORKER,
)
from milvus_tui.agent.state.orm_records import OrmClose, OrmRecord, OrmRecords
from milvus_tui.agent.tracking.client_store import ClientStore
from milvus_tui.wire import Client
from milvus_tui.wire.client_names import client_name

MOST_NAMED = 3
"""Aliases and clients that a text names."""

MOST_SEARCHED = 2_000
"""Clients that are asked whether an alias is theirs."""

MOST_KEPT = 200
"""Aliases kept that were configured, or whose connect() failed."""


class Cause(NamedTuple):
    """Why an alias has no connection."""

    kind: str
    """One of the causes of `findings.alias_not_connected`."""
    text: str
    """Such as `which was never connected`."""
    place: int = 0
    """Id of the site row of the place that is to do with it; 0 for none."""


class OrmCauses:
    """Finds the cause from what the agent saw before.

    Args:
        records: the aliases that were connected.
        clients: the clients.
    """

    def __init__(self, records: OrmRecords, clients: ClientStore) -> None:
        self._records = records
        self._clients = clients
        self._configured: Dict[str, str] = {}
        self._failed: Dict[str, Cause] = {}

    def configured(self, alias: str, site: str) -> None:
        """add_connection() named an alias."""
        _keep(self._configured, alias, site)

    def failed(self, alias: str, text: str, place: int, without_login: bool) -> None:
        """A connect() of an alias raised an exception.

        Args:
            alias: masked.
            text: where, and what was raised.
            place: id of the site row of the connect().
            without_login: whether the server wants a login, and connect() named none.
        """
        kind = NO_LOGIN if without_login else FAILED
        _keep(self._failed, alias, Cause(kind, f"after {text}", place))

    def connected(self, alias: str) -> None:
        """Forget the failed connect() of an alias that is connected now."""
        self._failed.pop(alias, None)

    def of(self, alias: str, same_thread: str, close: Optional[OrmClose]) -> Cause:
        """Return the cause.

        Args:
            alias: masked.
            same_thread: the thread that used the alias.
            close: what had ended the alias; None if that is unknown.
        """
        record = self._records.find(alias)
        if record is not None and close is not None and alias not in self._failed:
            return _disconnected(record, close, same_thread)
        if alias in self._failed:
            return self._failed[alias]
        if record is not None:
            text = "and which lost its connection by something that the agent did not see"
            return Cause(
                LOST, f"which was connected by {record.row.connected_by} {text}", record.row.place
            )
        owner = self._owner(alias)
        if owner is not None:
            return owner
        return self._never(alias)

    def _never(self, alias: str) -> Cause:
        never = "which was never connected"
        if alias in self._configured:
            text = f"which was configured by {self._configured[alias]} and never connected"
            return Cause(CONFIGURED, text)
        for each in self._records.all():
            if each.connection:
                return Cause(OTHER, never, each.row.place)
        for record in self._clients.records():
            if record.row.closed is None:
                return Cause(CLIENT, never, record.row.place)
        if is_started_by_multiprocessing():
            return Cause(WORKER, f"{never} in this worker process")
        return Cause(NEVER, never)

    def _owner(self, alias: str) -> Optional[Cause]:
        """Return the cause if an alias is the name of a client."""
        for record in list(self._clients.records())[:MOST_SEARCHED]:
            client, row = record.ref(), record.row
            if masking.alias(str(getattr(client, "_using", ""))) == alias:
                closed = f", closed by {row.closed_by}" if row.closed is not None else ""
                name = f"{client_name(row.id)}, created by {row.site}{closed},"
                text = f"which is the name of {name} for its own connection"
                return Cause(INTERNAL, text, row.closed_place or row.place)
            del client
        return None

    def open_now(self) -> str:
        """Return what is connected: aliases of the ORM and clients, each with its place."""
        found: List[str] = [
            f"alias {record.row.text!r} (connected by {record.row.connected_by})"
            for record in self._records.all()
            if record.connection
        ]
        found += [
            f"{client_name(record.row.id)} (created by {record.row.site}{_login(record.row)})"
            for record in self._clients.records()
            if record.row.closed is None and record.group.connection is not None
        ]
        if not found:
            return "nothing is connected in this process"
        more = f" and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
        return f"connected are {', '.join(found[:MOST_NAMED])}{more}"


def _login(row: Client) -> str:
    return f", login {row.login}" if row.login else ""


def _disconnected(record: OrmRecord, close: OrmClose, thread: str) -> Cause:
    if close.keep_alive:
        return Cause(KEEP_ALIVE, "which pymilvus itself is connecting anew (keep_alive=True)")
    where = "in the same thread" if close.thread == thread else f"in thread {close.thread}"
    connected = f"connected by {record.row.connected_by}"
    return Cause(
        DISCONNECTED, f"which was {connected} and ended by {close.text}, {where}", close.place
    )


def is_started_by_multiprocessing() -> bool:
    """Whether multiprocessing started this process. Never imports multiprocessing."""
    process: Any = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None


def _keep(kept: Dict[str, Any], alias: str, value: Any) -> None:
    kept[alias] = value
    if len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
