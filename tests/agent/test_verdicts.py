"""The verdict of each client equals the result of its own `list_collections`.

One probe holds for all clients of a connection and database. A state machine does at random what
users do, on real releases and a real server, and compares every client's state with the client's
own call.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests import servers
from tests.labs import Lab, lab

if TYPE_CHECKING:
    from tests.servers import Server

_examples = itertools.count()

LOGINS = st.sampled_from(["a", "b"])
DATABASES = st.sampled_from(["", "one", "two"])
ALIASES = st.sampled_from(["", "", "", "x", "y"])


class Machine(RuleBasedStateMachine):
    """Spawns, duplicates, starts threads, closes and drops; checks after each step."""

    run: Lab
    clients: Bundle[int] = Bundle("clients")

    def __init__(self) -> None:
        super().__init__()
        # Names of this example only, so that it shares nothing with earlier examples.
        self.example = next(_examples)
        self.alive: set[int] = set()

    def _spawn(self, **args: Any) -> Any:
        reply = self.run.ask("spawn", **args)
        if not reply.ok:
            # 2.5.12: "Alias … already creating connections": nothing was created.
            assert "ConnectionConfigException" in reply.text, reply.text
            return multiple()
        ids = reply.data["clients"]
        self.alive.update(ids)
        return multiple(*ids)

    @rule(
        target=clients,
        count=st.integers(1, 3),
        login=LOGINS,
        database=DATABASES,
        alias=ALIASES,
        dedicated=st.booleans(),
        own_thread=st.booleans(),
    )
    def spawn(
        self, count: int, login: str, database: str, alias: str, dedicated: bool, own_thread: bool
    ) -> Any:
        return self._spawn(
            count=count,
            token=f"{login}{self.example}:secret",
            database=database,
            create_database=bool(database),
            alias=f"{alias}{self.example}" if alias else "",
            dedicated=dedicated,
            own_thread=own_thread,
        )

    @rule(target=clients, client=clients)
    def duplicate(self, client: int) -> Any:
        if client not in self.alive:
            return multiple()
        ids = self.run.do("duplicate", client=client)["clients"]
        self.alive.update(ids)
        return multiple(*ids)

    @rule(client=clients)
    def start_threads(self, client: int) -> None:
        if client in self.alive:
            self.run.do("start_threads", client=client, interval=0.05)

    @rule(client=clients)
    def close(self, client: int) -> None:
        if client in self.alive:
            self.run.do("close", client=client)

    @rule(client=consumes(clients))
    def drop(self, client: int) -> None:
        if client in self.alive:
            self.run.ask("stop_threads", client=client)
            self.run.do("drop", client=client)
            self.alive.discard(client)
            self.run.wait(lambda: client not in self.run.snapshot.clients, f"c{client} removed")

    @invariant()
    def every_client_is_what_its_own_call_gives(self) -> None:
        for client in sorted(self.alive):
            own = self.run.own_call(client)
            self.run.wait(functools.partial(self._agrees, client, own), f"c{client} is {own}")

    def _agrees(self, client: int, own: tuple[str, str, int]) -> bool:
        state = self.run.state(client)
        if state.word == "closed":
            return own[:2] == ("fails", state.error_class)
        listed = -1 if state.collections is None else state.collections
        return own == (state.word, state.error_class, listed)

    def teardown(self) -> None:
        for client in self.alive:
            self.run.ask("stop_threads", client=client)
            self.run.ask("close", client=client)
            self.run.ask("drop", client=client)


@pytest.mark.parametrize("release", ["2.5.12", "2.6.6", "2.6.9", "2.6.10", "3.0.2"])
def test_verdicts_equal_each_clients_own_call(release: str, lite: Server) -> None:
    with lab(lite.uri, python=servers.interpreter(release)) as run:
        run.spawn(1, database="one", create_database=True)
        run.spawn(1, database="two", create_database=True)
        machine = type("Machine", (Machine,), {"run": run})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=12,
                stateful_step_count=12,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
