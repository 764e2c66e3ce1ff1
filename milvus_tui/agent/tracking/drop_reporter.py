"""Says which clients were collected: one event for all those of one alias that went together."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Tuple

from milvus_tui.agent.state.alias_groups import AliasGroup
from milvus_tui.agent.state.alias_store import AliasStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.wire import client_names

CLOSED, REMOVED, SHARED, LAST = "closed", "removed", "shared", "last"
"""A client that was collected had been closed; or its alias had been removed, still had other
clients, or has none now."""

MOST_NAMED = 100
"""Clients that an event looks at to name those which still use an alias."""


class _Dropped(NamedTuple):
    group: AliasGroup
    clients: List[int]
    at: float
    """When the first of them was collected."""


class DropReporter:
    """Collects the clients until `flush()`. Used by the agent's own thread only.

    Args:
        tables: where events go.
        aliases: writes the rows of the aliases.
    """

    def __init__(self, tables: Tables, aliases: AliasStore) -> None:
        self._tables = tables
        self._aliases = aliases
        self._dropped: Dict[Tuple[int, str], _Dropped] = {}

    def add(self, client: int, group: AliasGroup, was_closed: bool, at: float) -> None:
        """A client of an alias was collected."""
        how = SHARED if group.members else LAST
        if was_closed:
            how = CLOSED
        elif not group.registered:
            how = REMOVED
        known = self._dropped.get((group.id, how))
        if known is None:
            known = self._dropped[group.id, how] = _Dropped(group, [], at)
        known.clients.append(client)

    def flush(self) -> None:
        """Write the events, and the rows of the aliases that lost a client without close()."""
        dropped, self._dropped = self._dropped, {}
        for (_, how), (group, clients, at) in dropped.items():
            spans = client_names.ranges(clients)
            self._tables.log(at, "dropped", _text(how, group, spans), min(clients), spans)
            if how != CLOSED and self._aliases.find(group.key) is group:
                self._aliases.write(group)


def _text(how: str, group: AliasGroup, spans: client_names.Ranges) -> str:
    one = client_names.count(spans) == 1
    names = client_names.clients(spans)
    was, its = ("was", "its") if one else ("were", "their")
    if how == CLOSED:
        return f"{names} {was} collected after {its} close()"
    begin = f"{names} {was} dropped without close()"
    if how == REMOVED:
        return f"{begin}; {its} alias was removed before"
    if how == LAST:
        return f"{begin}: {its} alias {group.text} leaks"
    rest = group.some_ids(MOST_NAMED)
    users = client_names.clients(client_names.ranges(rest))
    more = "" if len(rest) < MOST_NAMED else " and more"
    return f"{begin}; {its} alias {group.text} is still used by {users}{more}" if rest else begin
