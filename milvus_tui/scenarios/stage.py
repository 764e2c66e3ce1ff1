"""What a scenario plays on: one target, and words for what is done and seen there.

Everything here blocks, so it runs in a thread of its own. What is seen comes from the
target's rows and from the clients' own calls, never from what a release is said to do.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from milvus_tui.model import close_impact, states
from milvus_tui.model.index import Index
from milvus_tui.scenarios.scenario import CannotRun
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.scenarios.scenario import Fact
    from milvus_tui.scenarios.scenario_servers import Servers
    from milvus_tui.sessions.session import Session

STEP_SECONDS = 60.0
"""How long one step may take: far longer than a connect that has to time out."""


class Stage:
    """One target to play on.

    Args:
        session: a live lab.
        servers: starts further servers when a scenario asks for them.
    """

    def __init__(self, session: Session, servers: Servers) -> None:
        self.session = session
        self.servers = servers
        self.facts: dict[str, Fact] = {}
        """What was observed so far."""
        self._change = threading.Condition()
        session.listen(self._changed)

    # --- what is done ------------------------------------------------------------------------

    def do(self, command: str, **args: Any) -> dict[str, Any]:
        """Send a command that must succeed; gives the reply's data.

        Raises:
            CannotRun: the target refused, with the reason.
        """
        reply = self.ask(command, **args)
        if not reply.ok:
            raise CannotRun(reply.text)
        return reply.data

    def ask(self, command: str, **args: Any) -> wire.Reply:
        """Send a command; gives the reply, good or bad."""
        return self.session.call(command, **args).result(timeout=STEP_SECONDS)

    def spawn(self, count: int = 1, **args: Any) -> list[int]:
        """Make clients; gives their ids."""
        return self._seen(self.do("spawn", count=count, **args)["clients"])

    def one(self, **args: Any) -> int:
        """Make one client; gives its id."""
        return self.spawn(1, **args)[0]

    def one_elsewhere(self, **args: Any) -> int:
        """Make one client on a database of this target's own; gives its id.

        The database (see `database`) is made if need be, and dropped when the scenario is left.
        """
        return self.one(database=self.database, create_database=True, temporary=True, **args)

    def try_one(self, **args: Any) -> tuple[int | None, str]:
        """Make a client that may be refused; gives its id, or None and why not."""
        reply = self.ask("spawn", **args)
        return (self._seen(reply.data["clients"])[0], "") if reply.ok else (None, reply.text)

    def like(self, client: int, count: int = 1) -> list[int]:
        """Make more clients like one."""
        return self._seen(self.do("like", client=client, count=count)["clients"])

    def close(self, client: int) -> None:
        self.do("close", client=client)

    def drop(self, *clients: int) -> None:
        """Let go of clients without closing them."""
        for client in clients:
            self.do("drop", client=client)
        self.wait(lambda: not set(clients) & set(self.snapshot.clients), "the clients gone")

    def copy(self, client: int, count: int) -> list[int]:
        """Hand a client to threads; gives the threads' ids once each has called."""
        workers: list[int] = self.do("copy", client=client, count=count)["workers"]

        def called() -> bool:
            rows = self.snapshot.workers
            return all(key in rows and rows[key].calls for key in workers)

        self.wait(called, "each thread's first call")
        return workers

    def leave(self) -> None:
        """Remove from the server what was made there."""
        self.do("drop_databases")

    # --- what is seen ------------------------------------------------------------------------

    @property
    def database(self) -> str:
        """A database of this target's own, to be made: other targets may play there, too."""
        return f"test_DB_{self.snapshot.target[0].pid}"

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Wait until a condition on the target's rows holds.

        Raises:
            CannotRun: it did not, or the target was lost.
        """
        with self._change:
            self._change.wait_for(lambda: self.session.failure or until(), timeout=STEP_SECONDS)
        if self.session.failure:
            raise CannotRun(self.session.failure)
        if not until():
            raise CannotRun(f"{what} never came")

    def works(self, client: int) -> bool:
        """Whether the client's own `list_collections` works now."""
        return bool(self.do("call", client=client)["state"] == states.WORKS)

    def working(self, clients: list[int]) -> int:
        """How many of the clients work, each by its own call."""
        return sum(self.works(client) for client in clients)

    def error(self, client: int) -> str:
        """Class and message of what the client's own call gives; empty if it works."""
        data = self.do("call", client=client)
        return f"{data['error_class']}: {data['error']}" if data["error_class"] else ""

    def row(self, client: int) -> wire.Client:
        return self.snapshot.clients[client]

    def alias(self, client: int) -> wire.Alias:
        return self.snapshot.aliases[self.row(client).alias]

    def aliases(self, clients: list[int]) -> int:
        """How many aliases (or registry entries) the clients resolve through."""
        return len({self.alias(client).id for client in clients})

    def connection(self, client: int) -> wire.Connection | None:
        """The connection that a client resolves to now."""
        return self.snapshot.connections.get(self.alias(client).connection or 0)

    def connections(self, clients: list[int]) -> int:
        """How many connections the clients ride."""
        return len(self._connections(clients))

    def sockets(self, clients: list[int]) -> int:
        """How many sockets the clients' connections ride."""
        used = self._connections(clients)

        def found() -> list[int | None]:
            rows = self.snapshot.connections
            return [rows[key].socket if key in rows else None for key in used]

        self.wait(lambda: None not in found(), "the sockets")
        return len(set(found()))

    def foretold(self, client: int) -> int:
        """How many others closing this client would break, before it is closed."""
        return client_names.count(close_impact.would_break(Index(self.snapshot), client).clients)

    def left(self, aliases: set[int]) -> int:
        """How many of these aliases the registry still holds."""
        rows = self.snapshot.aliases
        return sum(key in rows and rows[key].registered for key in aliases)

    # --- inside ------------------------------------------------------------------------------

    def _connections(self, clients: list[int]) -> set[int]:
        found = (self.connection(client) for client in clients)
        return {connection.id for connection in found if connection is not None}

    def _seen(self, clients: list[int]) -> list[int]:
        self.wait(lambda: set(clients) <= set(self.snapshot.clients), "the clients' rows")
        return clients

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()
