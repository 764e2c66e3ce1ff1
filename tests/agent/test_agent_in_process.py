"""The agent in the program's process observes clients, and changes nothing for the program."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.agent import threads
from tests.labs import SECONDS

if TYPE_CHECKING:
    from types import ModuleType

    from milvus_tui.agent.core import Agent
    from tests.agent.conftest import Seen
    from tests.servers import Server


def test_a_client_is_collected_when_its_program_drops_it(
    agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server
) -> None:
    client = pymilvus.MilvusClient(lite.uri, user="weak")
    number = agent.observer.id_of(client)
    seen.wait(lambda: number in seen.rows["clients"], "the client")
    ref = weakref.ref(client)
    gc.disable()  # reference counting is enough: the agent adds no cycle
    try:
        del client
        # The agent may be resolving the client now, and drops its reference right after.
        seen.wait(lambda: number not in seen.rows["clients"], "the client collected")
        assert ref() is None
    finally:
        gc.enable()
    seen.wait(lambda: any("leaks" in text for text in seen.events()), "the leak")


def test_a_client_that_is_dropped_at_once_leaks(
    agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server
) -> None:
    pymilvus.MilvusClient(lite.uri, user="at-once")
    seen.wait(lambda: any("at-once leaks" in text for text in seen.events()), "the leak")

    def aliases() -> list[tuple[bool, int]]:
        rows = seen.rows["aliases"].values()
        return [(row.registered, row.dropped) for row in rows if row.text.endswith("-at-once")]

    seen.wait(lambda: aliases() == [(True, 1)], "its alias")


def test_ids_are_never_reused(agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server) -> None:
    numbers = []
    for _ in range(20):
        client = pymilvus.MilvusClient(lite.uri, user="ids")
        numbers.append(agent.observer.id_of(client))
        del client  # the next one may well get the same address
    assert len(set(numbers)) == 20


def test_the_call_site_in_the_programs_code_is_recorded(
    agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server
) -> None:
    def create() -> Any:
        return pymilvus.MilvusClient(lite.uri, user="place")

    client = create()
    number = agent.observer.id_of(client)
    assert number is not None
    seen.wait(lambda: number in seen.rows["clients"], "the client")
    row = seen.rows["clients"][number]
    assert row.site.startswith("test_agent_in_process.py:")
    assert row.site.endswith(" create")
    client.close()
    seen.wait(lambda: seen.rows["clients"][number].closed, "the close")
    assert (
        "test_the_call_site_in_the_programs_code_is_recorded"
        in seen.rows["clients"][number].closed_by
    )


def test_a_subclass_that_overrides_methods(
    agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server
) -> None:
    class Mine(pymilvus.MilvusClient):  # type: ignore[misc, name-defined]
        __hash__ = None  # type: ignore[assignment]

        def __init__(self) -> None:
            super().__init__(lite.uri, user="subclass")

        def __eq__(self, other: object) -> bool:
            return True

        def close(self) -> None:
            super().close()

    first, second = Mine(), Mine()
    numbers = {agent.observer.id_of(first), agent.observer.id_of(second)}
    assert len(numbers) == 2
    assert None not in numbers
    first.close()
    seen.wait(
        lambda: any(".close() from test_agent_in_process" in t for t in seen.events()), "the close"
    )


@pytest.mark.parametrize("method", ["resolve", "registered", "entries", "text"])
def test_a_defect_of_the_agent_does_not_reach_the_program(
    agent: Agent,
    pymilvus: ModuleType,
    lite: Server,
    method: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("injected")

    monkeypatch.setattr(agent.registry, method, broken)
    client = pymilvus.MilvusClient(lite.uri, user=f"broken-{method}")
    assert client.list_collections() == []
    client.close()
    with pytest.raises(pymilvus.exceptions.ConnectionNotExistException):
        client.list_collections()
    assert agent.wait_until_processed(SECONDS)
    assert any(fault.startswith("RuntimeError") for fault in agent.faults)
    events = (agent.tables.get("events", key) for key in agent.tables.keys("events"))
    texts = [event.text for event in events if event is not None and event.kind == "error"]
    assert any("defect of milvus-tui's agent" in text for text in texts)
    assert not any("injected" in text for text in texts)


def test_the_programs_own_exceptions_come_through(agent: Agent, pymilvus: ModuleType) -> None:
    with pytest.raises(pymilvus.exceptions.ConnectionConfigException, match="illegal"):
        pymilvus.MilvusClient("ftp://nowhere")
    assert agent.wait_until_processed(SECONDS)
    assert agent.faults == []
    assert not agent.observer.hooks.pending_calls


def test_stop_undoes_everything(pymilvus: ModuleType, lite: Server) -> None:
    from grpc import _channel

    from milvus_tui.agent.core import Agent
    from milvus_tui.agent.registries import choose
    from milvus_tui.agent.state.tables import Tables

    client_class = pymilvus.MilvusClient
    names = ("__init__", "close", "use_database", "using_database")
    before = [getattr(client_class, name) for name in names]
    channel = _channel.Channel.__init__
    agent = Agent(Tables(), pymilvus, choose(pymilvus), interval=0.05, timeout=1.0)
    agent.start()
    client = client_class(lite.uri, user="stop")
    assert agent.wait_until_processed(SECONDS)
    assert client_class.__init__ is not before[0]
    agent.stop()
    assert [getattr(client_class, name) for name in names] == before
    assert _channel.Channel.__init__ is channel
    ours = [t for t in threading.enumerate() if t.name.startswith(threads.PREFIX)]
    for thread in ours:
        thread.join(timeout=SECONDS)
    assert not any(thread.is_alive() for thread in ours)
    assert client.list_collections() == []
    client.close()


def test_use_database_moves_the_clients_that_share(
    agent: Agent, seen: Seen, pymilvus: ModuleType, lite: Server
) -> None:
    """2.5.13 to 2.6.6: use_database() of one client moves all clients of the connection."""
    first = pymilvus.MilvusClient(lite.uri, user="mover")
    others = [pymilvus.MilvusClient(lite.uri, user="mover") for _ in range(2)]
    if "moved" not in first.list_databases():
        first.create_database("moved")
    first.use_database("moved")
    numbers = [agent.observer.id_of(client) for client in others]

    def databases() -> set[str]:
        rows = seen.rows["clients"]
        return {rows[number].database if number in rows else "" for number in numbers}

    seen.wait(lambda: databases() == {"moved"}, "the others moved")
    assert any("use_database() from test_agent_in_process" in text for text in seen.events())
