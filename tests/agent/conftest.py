"""An agent inside the test's own process, on the installed pymilvus and a real server."""

from __future__ import annotations

import importlib
import threading
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui import wire
from milvus_tui.agent.core import Agent
from milvus_tui.agent.registries import choose
from milvus_tui.agent.state.tables import Tables
from tests.labs import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType


@pytest.fixture(scope="session")
def pymilvus() -> ModuleType:
    """The installed pymilvus. Its import may warn, which these tests ignore."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("pymilvus")


class Seen:
    """A viewer without a socket: it collects the updates of an outbox."""

    def __init__(self, tables: Tables) -> None:
        self.rows: dict[str, dict[int, Any]] = {table: {} for table in wire.TABLES}
        self._tables = tables
        self._outbox = tables.open_outbox()
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._collect)
        self._thread.start()

    def _collect(self) -> None:
        while self._outbox.wait():
            update = self._tables.take(self._outbox)
            with self._change:
                if update is not None:
                    self._merge(update)
                self._change.notify_all()

    def _merge(self, update: wire.Update) -> None:
        for table in wire.TABLES:
            for row in getattr(update, table):
                self.rows[table][row.id] = row
        for table, keys in update.gone.items():
            for key in keys:
                self.rows[table].pop(key, None)

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Wait until a condition on the rows holds."""
        with self._change:
            assert self._change.wait_for(until, timeout=SECONDS), f"never saw {what}"

    def events(self) -> list[str]:
        """Texts of all events."""
        return [event.text for event in self.rows["events"].values()]

    def close(self) -> None:
        self._tables.close_outbox(self._outbox)
        self._thread.join()


@pytest.fixture
def agent(pymilvus: ModuleType) -> Iterator[Agent]:
    """An agent that probes every 50 ms, stopped afterwards."""
    tables = Tables()
    running = Agent(tables, pymilvus, choose(pymilvus), interval=0.05, timeout=1.0)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def seen(agent: Agent) -> Iterator[Seen]:
    """A viewer of that agent."""
    viewer = Seen(agent.tables)
    yield viewer
    viewer.close()
