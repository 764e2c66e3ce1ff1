"""The lab collects a dropped client at once, though a failed call has left it in a cycle.

The garbage collector is switched off: when it runs by itself depends on what else a process does.
"""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.agent.lab.lab_clients import LabClients
from milvus_tui.agent.lab.worker_threads import WorkerThreads
from milvus_tui.agent.state.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 60


class FailingClient:
    """Keeps the error of its last call, whose traceback keeps the client, as pymilvus does."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.called = threading.Event()

    def list_collections(self, timeout: float) -> list[str]:
        self.called.set()
        try:
            raise ConnectionError(f"not within {timeout} s")
        except ConnectionError as error:
            self.error = error
            raise


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_a_dropped_client_is_collected() -> None:
    agent: Any = None
    clients = LabClients(agent, FailingClient, 1.0)
    client = FailingClient()
    with pytest.raises(ConnectionError):
        client.list_collections(1.0)
    clients._clients[1] = client
    collected = weakref.ref(client)
    del client
    clients.drop(1)
    assert collected() is None


@pytest.mark.usefixtures("no_collector")
def test_a_client_that_was_dropped_before_its_thread_ended_is_collected() -> None:
    workers = WorkerThreads(Tables(), 1.0, is_kept=lambda _: False)
    client, gone = FailingClient(), threading.Event()
    called = client.called
    finalizer = weakref.finalize(client, gone.set)
    workers.start(client, 1, count=1, interval=0.01)
    del client
    assert called.wait(SECONDS)
    workers.stop(client=1)
    assert gone.wait(SECONDS)
    assert not finalizer.alive
