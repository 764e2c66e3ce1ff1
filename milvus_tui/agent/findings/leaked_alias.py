"""Leaked aliases and idle shared connections: entries that no client is left to close."""

from __future__ import annotations

from milvus_tui.agent.findings.clients import Clients
from milvus_tui.agent.findings.finding_store import FindingStore
from milvus_tui.agent.findings.unclosed_client import GRACE
from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.wire import Kind, client_names

SHORTEST = 0.25
"""Seconds that an alias must have been without a client to be told of afterwards."""


class LeakedAliases:
    """Tells them at each look."""

    def __init__(self, register: FindingStore, people: Clients) -> None:
        self._register = register
        self._people = people

    def left(self, group: AliasGroup, at: float) -> None:
        """A client has left an alias."""
        if _orphaned(group):
            group.clientless_since, group.clientless_kind = at, _kind(group)

    def joined(self, group: AliasGroup, at: float, by: str) -> None:
        """A client has come to an alias."""
        if group.clientless_since is None:
            return
        kind = group.clientless_kind
        # A program that drops a client at each request would have a finding for each.
        if at - group.clientless_since >= SHORTEST:
            self._tell(kind, group)
        self._register.end(kind, group.id, at, by)
        group.clientless_since = None

    def at_exit(self, now: float) -> None:
        """The program ends, and its variables have just gone: that is no leak."""
        for group in self._people.groups():
            if group.clientless_since is not None and now - group.clientless_since < GRACE:
                self._register.drop(group.clientless_kind, group.id)

    def scan(self, now: float) -> None:
        """Which aliases have lost their last client, and which have one again."""
        lost = set()
        for group in self._people.groups():
            if _orphaned(group):
                if group.clientless_since is None:
                    group.clientless_since, group.clientless_kind = now, _kind(group)
                lost.add((group.clientless_kind, group.id))
                self._tell(group.clientless_kind, group)
            else:
                group.clientless_since = None
        for kind in (Kind.LEAKED_ALIAS, Kind.IDLE_CONNECTION):
            for of in self._register.open(kind):
                if (kind, of) not in lost:
                    self._register.end(kind, of, now, self._ended_by(of))

    def _tell(self, kind: str, group: AliasGroup) -> None:
        if self._register.holds(kind, group.id):
            return
        if kind == Kind.LEAKED_ALIAS:
            text = (
                f"{group.text} is still open, and its last client, {group.last_client}, is gone unclosed"
            )
        else:
            text = f"{group.text} is open, and all of its clients are closed or gone"
        self._register.begin(
            kind,
            group.id,
            group.clientless_since or 0.0,
            text,
            alias=group.id,
            connection=group.connection,
            place=group.last_client_place,
            detail="dedicated" if group.dedicated else "",
        )

    def _ended_by(self, alias: object) -> str:
        for group in self._people.groups():
            if group.id == alias and group.members:
                newest = max(group.ids())
                return f"{client_names.client_name(newest)} uses it"
        return "it was taken out of the registry"


def _kind(group: AliasGroup) -> str:
    # Where close() would have taken the connection, somebody forgot to call it.
    return Kind.LEAKED_ALIAS if group.close_breaks_sharers else Kind.IDLE_CONNECTION


def _orphaned(group: AliasGroup) -> bool:
    return (
        group.registered
        and group.connection is not None
        and group.had_client
        and not group.members
        and not group.orm
    )
