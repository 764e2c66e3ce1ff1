"""Clients that were used though they should not be: closed, inherited, in another event loop."""

from __future__ import annotations

from typing import Hashable

from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.hooks.notes import Used
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.wire import Kind, client_names

KINDS = (Kind.REVIVED_CLIENT, Kind.USED_AFTER_CLOSE, Kind.USED_AFTER_FORK)


class UsedAfterClose:
    """Tells of them, client by client, for as long as the client lives."""

    def __init__(self, register: FindingStore) -> None:
        self._register = register

    def used(self, record: ClientRecord, seen: Used, site: str, place: int) -> None:
        """A wrong use was noted at a place."""
        row, kind = record.row, seen.kind
        of: Hashable = row.id
        name = client_names.client_name(row.id)
        closed = f"{name}, closed by {row.closed_by}, was used by {site}"
        detail = ""
        if kind == Kind.USED_AFTER_CLOSE and seen.resolution.connection is not None:
            kind = Kind.REVIVED_CLIENT
            text = f"{closed}, and worked: its alias was made anew"
        elif kind == Kind.USED_AFTER_CLOSE:
            text = f"{closed}, and failed"
        elif kind == Kind.USED_AFTER_FORK:
            text = f"{name}, made before the fork, was used by {site} in the child"
        else:
            text = f"{name} was used by {site} in another event loop than the one it belongs to"
            detail, of = "used", ("used", row.id)
        self._register.again(
            kind,
            of,
            seen.caller.at,
            text,
            client=row.id,
            alias=record.group.id,
            place=place,
            affected=((row.id, row.id),),
            detail=detail,
        )

    def over(self, client: int, at: float) -> None:
        """A client is gone."""
        for kind in KINDS:
            self._register.end(kind, client, at, "it is gone")
        self._register.end(Kind.WRONG_EVENT_LOOP, ("used", client), at, "it is gone")
