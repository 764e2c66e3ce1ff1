"""What a scenario is handed: one target, further servers, and the facts that it observes.

Every method blocks, so a scenario runs in its own thread. Each observation comes from the
target's rows or from a client's own call, never from what a release is documented to do.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from milvus_tui.model import close_impact, states
from milvus_tui.model.index import Index
from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.scenarios.facts import Fact
    from milvus_tui.scenarios.scenario_servers import ScenarioServers, SecondLogin
    from milvus_tui.sessions.session import Session

STEP_SECONDS = 60.0
"""How long one step may take: far longer than the timeout of a connect."""


class ScenarioContext:
    """One target to play on.

    Args:
        session: a live lab.
        servers: starts further servers when a scenario asks for them.
    """

    def __init__(self, session: Session, servers: ScenarioServers) -> None:
        self.session = session
        self.servers = servers
        self.facts: dict[str, Fact] = {}
        """What the scenario has observed so far."""
        self._change = threading.Condition()
        session.listen(self._changed)

    # --- actions -----------------------------------------------------------------------------

    def do(self, command: str, **args: Any) -> dict[str, Any]:
        """Send a command that must succeed; gives the reply's data.

        Raises:
            CannotRun: the target refused the command; the text is its reason.
        """
        reply = self.send(command, **args)
        if not reply.ok:
            raise CannotRun(reply.text)
        return reply.data

    def send(self, command: str, **args: Any) -> wire.Reply:
        """Send a command; gives the reply, ok or not."""
        return self.session.call(command, **args).result(timeout=STEP_SECONDS)

    def new_clients(self, count: int, **args: Any) -> list[int]:
        """Create clients; gives their ids."""
        return self._known(self.do("spawn", count=count, **args)["clients"])

    def new_client(self, **args: Any) -> int:
        """Create one client; gives its id."""
        return self.new_clients(1, **args)[0]

    def new_client_in_own_database(self, **args: Any) -> int:
        """Create one client on the database that only this target uses; gives its id.

        The database (see `database`) is created if it is missing; `clean_up()` drops it.
        """
        return self.new_client(database=self.database, create_database=True, temporary=True, **args)

    def try_new_client(self, **args: Any) -> tuple[int | None, str]:
        """Create a client that may be refused; gives its id, or None and the reason."""
        reply = self.send("spawn", **args)
        return (self._known(reply.data["clients"])[0], "") if reply.ok else (None, reply.text)

    def duplicate(self, client: int, count: int = 1) -> list[int]:
        """Create clients with the parameters of another one; gives their ids."""
        return self._known(self.do("duplicate", client=client, count=count)["clients"])

    def close(self, client: int) -> None:
        """Close a client."""
        self.do("close", client=client)

    def drop(self, *clients: int) -> None:
        """Delete the target's references to clients, without closing them."""
        for client in clients:
            self.do("drop", client=client)
        self.wait(lambda: not set(clients) & set(self.snapshot.clients), "the end of the clients")

    def start_threads(self, client: int, count: int) -> list[int]:
        """Let threads use a client; gives the threads' ids once each of them has called."""
        workers: list[int] = self.do("start_threads", client=client, count=count)["workers"]

        def called() -> bool:
            rows = self.snapshot.workers
            return all(key in rows and rows[key].calls for key in workers)

        self.wait(called, "each thread's first call")
        return workers

    def second_login(self) -> SecondLogin:
        """A login that differs from the lab's, and a server that accepts it."""
        return self.servers.second_login(self.snapshot.target[0].server)

    def clean_up(self) -> None:
        """Drop the databases that the scenario created on the server."""
        self.do("drop_databases")

    # --- observations ------------------------------------------------------------------------

    @property
    def database(self) -> str:
        """The name of the database that only this target uses: others may use the server, too."""
        return f"test_DB_{self.snapshot.target[0].pid}"

    @property
    def snapshot(self) -> Snapshot:
        """The newest rows of the target."""
        return self.session.snapshot

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Wait until a condition on the target's rows holds.

        Raises:
            CannotRun: the condition did not hold in time, or the target was lost.
        """
        with self._change:
            self._change.wait_for(lambda: self.session.failure or until(), timeout=STEP_SECONDS)
        if self.session.failure:
            raise CannotRun(self.session.failure)
        if not until():
            raise CannotRun(f"waited in vain for {what}")

    def works(self, client: int) -> bool:
        """Whether the client's own `list_collections` works now."""
        return bool(self.do("call", client=client)["state"] == states.WORKS)

    def count_working(self, clients: list[int]) -> int:
        """How many of the clients work, each by its own call."""
        return sum(self.works(client) for client in clients)

    def error(self, client: int) -> str:
        """Class and message of the error of the client's own call; empty if the call works."""
        data = self.do("call", client=client)
        return f"{data['error_class']}: {data['error']}" if data["error_class"] else ""

    def row(self, client: int) -> wire.Client:
        """The row of a client."""
        return self.snapshot.clients[client]

    def alias(self, client: int) -> wire.Alias:
        """The alias that a client resolves through."""
        return self.snapshot.aliases[self.row(client).alias]

    def connection(self, client: int) -> wire.Connection | None:
        """The connection that a client resolves to now."""
        return self.snapshot.connections.get(self.alias(client).connection or 0)

    def count_aliases(self, clients: list[int]) -> int:
        """How many aliases (or registry entries) the clients resolve through."""
        return len({self.alias(client).id for client in clients})

    def count_connections(self, clients: list[int]) -> int:
        """How many connections the clients use."""
        return len(self._connections(clients))

    def count_sockets(self, clients: list[int]) -> int:
        """How many sockets the clients' connections use."""
        used = self._connections(clients)

        def found() -> list[int | None]:
            rows = self.snapshot.connections
            return [rows[key].socket if key in rows else None for key in used]

        self.wait(lambda: None not in found(), "the sockets")
        return len(set(found()))

    def count_registered(self, aliases: set[int]) -> int:
        """How many of these aliases pymilvus's registry still holds."""
        rows = self.snapshot.aliases
        return sum(key in rows and rows[key].registered for key in aliases)

    def predict_broken(self, client: int) -> int:
        """How many others closing this client would break, as predicted before the close."""
        return client_names.count(close_impact.would_break(Index(self.snapshot), client).clients)

    # --- internals ---------------------------------------------------------------------------

    def _connections(self, clients: list[int]) -> set[int]:
        found = (self.connection(client) for client in clients)
        return {connection.id for connection in found if connection is not None}

    def _known(self, clients: list[int]) -> list[int]:
        """Wait until the snapshot has the clients' rows."""
        self.wait(lambda: set(clients) <= set(self.snapshot.clients), "the clients' rows")
        return clients

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()
