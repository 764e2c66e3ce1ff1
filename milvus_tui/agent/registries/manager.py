"""From 2.6.10: `ConnectionManager` keeps connections by address and token, and counts clients."""

from __future__ import annotations

from typing import Any, Hashable, Iterator, Optional

from milvus_tui.agent.registries.aliases import connection_login
from milvus_tui.agent.registries.common import (
    Entry,
    Look,
    ask,
    bare_list_collections,
    look,
)


class ManagerRegistry:
    """Clients hold their connection object themselves, until they are closed."""

    own_database = True

    def __init__(self, pymilvus: Any) -> None:
        from pymilvus.client.connection_manager import ConnectionManager

        self._manager_class = ConnectionManager
        self.bare = bare_list_collections(pymilvus)

    def look(self, client: Any) -> Look:
        """What a client resolves to now: the connection object that it holds itself.

        Clients without one are grouped by the error that they give.
        """
        found = ask(client)
        config = getattr(client, "_config", None)
        database = str(getattr(config, "db_name", "") or "default")
        if found.handler is not None:
            return look(("handler", id(found.handler)), found, database)
        return look(("none", type(found.error).__name__, str(found.error)), found, database)

    def text(self, key: Hashable, handler: Any) -> str:
        """The entry's key without the token that pymilvus puts into it in plain text."""
        if handler is None:
            return "none (closed)"
        login = self.login(handler)
        name = self.address(handler) + (f" · {login}" if login else "")
        return f"{name} · dedicated" if self.shared_fate(handler) else name

    def registered(self, key: Hashable, handler: Any) -> bool:
        """Whether the manager holds this connection now, shared or dedicated."""
        return any(entry.key == key for entry in self.entries())

    def entries(self) -> Iterator[Entry]:
        # `get_instance()` would make the manager if the program has not yet. No lock is
        # taken: pymilvus holds its own while it waits for a server.
        manager = self._manager_class._instance
        if manager is None:
            return
        for managed in [*manager._registry.values(), *manager._dedicated.values()]:
            handler = managed.handler
            yield Entry(("handler", id(handler)), self.text(None, handler), handler)

    def connection_database(self, handler: Any) -> Optional[str]:
        return None

    def shared_fate(self, handler: Any) -> bool:
        """close() ends a dedicated connection, and never one from the shared registry."""
        manager = self._manager_class._instance
        managed = manager._dedicated.get(id(handler)) if manager is not None else None
        return managed is not None and managed.handler is handler

    def context(self, client: Any) -> Optional[Any]:
        return client._generate_call_context()

    def address(self, handler: Any) -> str:
        return str(getattr(handler, "server_address", ""))

    def login(self, handler: Any) -> str:
        return connection_login(handler)
