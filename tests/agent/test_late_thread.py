"""An agent whose thread is late judges by the notes, not by the state that it finds."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from milvus_tui.agent import core
from milvus_tui.agent.core import Agent
from milvus_tui.agent.hooks.notes import Moved
from milvus_tui.agent.registries import choose
from milvus_tui.agent.state.tables import Tables
from milvus_tui.model import example_snapshots
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.wire import Attempt, Kind
from tests.labs import SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from milvus_tui.wire import Finding
    from tests.servers import Server


@pytest.fixture
def agent(pymilvus: ModuleType) -> Iterator[Agent]:
    """An agent that does not probe."""
    running = Agent(Tables(), pymilvus, choose(pymilvus), interval=0.05, timeout=1.0, probing=False)
    running.start()
    yield running
    running.stop()


@contextmanager
def late(agent: Agent) -> Iterator[None]:
    """Stop the agent's thread for a while."""
    assert agent.wait_until_processed(SECONDS)
    stopped, go_on = threading.Event(), threading.Event()

    def wait_in_agent() -> None:
        stopped.set()
        go_on.wait(SECONDS)

    agent.enqueue(wait_in_agent)
    assert stopped.wait(SECONDS)
    try:
        yield
    finally:
        go_on.set()


def findings(agent: Agent, kind: str) -> list[Finding]:
    assert agent.wait_until_processed(SECONDS)
    found = (agent.tables.get("findings", key) for key in agent.tables.keys("findings"))
    return [row for row in found if row is not None and row.kind == kind]


def test_connections_that_were_open_at_the_same_time_are_no_churn(
    agent: Agent, pymilvus: ModuleType, lite: Server
) -> None:
    with late(agent):
        clients = [pymilvus.MilvusClient(lite.uri, alias=f"late-{each}") for each in range(11)]
        for client in clients:
            client.close()
    assert findings(agent, Kind.SHORT_LIVED_CONNECTIONS) == []


@pytest.mark.parametrize("known", [False, True])
def test_a_leak_that_ended_before_the_agents_scan(
    agent: Agent, pymilvus: ModuleType, lite: Server, known: bool
) -> None:
    if known:
        pymilvus.MilvusClient(lite.uri, alias="late-leak")
    with late(agent):
        if not known:
            pymilvus.MilvusClient(lite.uri, alias="late-leak")
        time.sleep(0.6)  # as long as the leak lasts
        pymilvus.MilvusClient(lite.uri, alias="late-leak").close()
    (leak,) = findings(agent, Kind.LEAKED_ALIAS)
    assert leak.ended_at is not None
    assert leak.ended_at - leak.at >= 0.6
    end = time.monotonic() + SECONDS
    while not findings(agent, Kind.UNCLOSED_CLIENT) and time.monotonic() < end:
        time.sleep(0.01)
    (unclosed,) = findings(agent, Kind.UNCLOSED_CLIENT)
    assert unclosed.detail == "collected"


def test_clients_dropped_at_the_programs_end_are_no_leak_however_late_the_final_scan(
    agent: Agent, pymilvus: ModuleType, lite: Server
) -> None:
    def main() -> None:
        """Has nothing left to do when it drops its client."""
        pymilvus.MilvusClient(lite.uri, alias="late-end")

    program, ending = threading.Thread(target=main), threading.Thread(target=agent.at_exit)
    with late(agent):
        program.start()
        program.join(SECONDS)
        ending.start()
        time.sleep(0.6)  # as long as the agent is late
    ending.join(SECONDS)
    assert [row.detail for row in findings(agent, Kind.UNCLOSED_CLIENT)] == ["exit"]
    assert findings(agent, Kind.LEAKED_ALIAS) == []


def test_a_client_created_while_another_moves_the_connection_is_not_the_cause(
    agent: Agent, pymilvus: ModuleType, lite: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note of the move may come after the note of a client that was created later."""
    clients = [pymilvus.MilvusClient(lite.uri) for _ in range(2)]
    clients[0].create_database("late_moved")
    try:
        assert agent.wait_until_processed(SECONDS)
        inbox = agent.observer._inbox
        held: list[object] = []

        def deliver(note: object) -> None:
            (held.append if isinstance(note, Moved) else inbox)(note)

        monkeypatch.setattr(agent.observer, "_inbox", deliver)
        with late(agent):
            clients[0].use_database("late_moved")
            clients.append(pymilvus.MilvusClient(lite.uri))
            for note in held:
                inbox(note)
        (moved,) = findings(agent, Kind.MOVED_TO_ANOTHER_DATABASE)
        assert moved.text.startswith("c1.use_database() from test_late_thread.py")
        assert moved.affected == ((2, 2),)
    finally:
        clients[0].use_database("default")
        clients[0].drop_database("late_moved")
        for client in clients:
            client.close()


def test_what_the_programs_end_leaves_unread_is_not_judged(
    agent: Agent, pymilvus: ModuleType, lite: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent.tables.put("target", example_snapshots.TARGET)
    monkeypatch.setattr(core, "EXIT_SECONDS", 0.1)
    with late(agent):
        pymilvus.MilvusClient(lite.uri).close()
        agent.at_exit()
        row = agent.tables.get("target", 0)
    assert row is not None
    (left,) = row.not_judged
    assert left.startswith(core.UNREAD)


def test_an_attempt_that_takes_long_hides_no_leak_of_the_same_server(
    agent: Agent, pymilvus: ModuleType, lite: Server
) -> None:
    address = lite.uri.removeprefix("http://")
    slow = Attempt(1, "MilvusClient()", address, "", 0, "", "", "", NOON, 1, "connecting")
    agent.tables.put("attempts", slow)
    with late(agent):
        for number in range(3):
            pymilvus.MilvusClient(lite.uri, alias=f"late-leak-{number}")
    (leak,) = findings(agent, Kind.UNCLOSED_CLIENT)
    assert leak.count == 3
