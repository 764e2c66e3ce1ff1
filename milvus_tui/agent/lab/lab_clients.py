"""The clients that the lab created: each is kept alive until it is dropped."""

from __future__ import annotations

import functools
import gc
import threading
from typing import Any, Dict, Optional

from milvus_tui.agent.core import Agent
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.client_threads import Created, MainThread, OwnThreads
from milvus_tui.agent.lab.command_arguments import Refused
from milvus_tui.wire import client_names


class LabClients:
    """Creates clients and keeps them, with the parameters of each.

    Args:
        agent: the agent that observes the clients.
        client_class: `pymilvus.MilvusClient`.
        timeout: seconds that connecting may take.
    """

    def __init__(self, agent: Agent, client_class: Any, timeout: float) -> None:
        self._agent = agent
        self._class = client_class
        self._timeout = timeout
        self._clients: Dict[int, Any] = {}
        self._parameters: Dict[int, ClientParameters] = {}
        self._thread_ends: Dict[int, threading.Event] = {}
        self._own_threads = OwnThreads()
        self.main_thread = MainThread()

    def get(self, client: int) -> Any:
        """A client that was not dropped.

        Raises:
            Refused: the lab has no such client.
        """
        found = self._clients.get(client)
        if found is None:
            raise Refused(f"the lab does not hold {client_names.client_name(client)} (any more)")
        return found

    def parameters(self, client: int) -> ClientParameters:
        """The parameters with which a client was created.

        Raises:
            Refused: the lab has no such client.
        """
        found = self._parameters.get(client)
        if found is None:
            raise Refused(f"{client_names.client_name(client)} was not created by the lab")
        return found

    def drop(self, client: int) -> None:
        """Keep a client no longer. It is not closed."""
        del self._clients[client]
        self._parameters.pop(client, None)
        self.end_thread(client)
        gc.collect()  # a failed call leaves its client in a cycle of tracebacks

    def is_kept(self, client: int) -> bool:
        """Whether a client was created by the lab, and not dropped."""
        return client in self._clients

    def end_thread(self, client: int) -> None:
        """End the thread that was started to create a client, if there is one."""
        end = self._thread_ends.pop(client, None)
        if end is not None:
            end.set()

    def create(self, parameters: ClientParameters, count: int) -> Created:
        """Create and keep clients, in the main thread or in new ones. Waits for all of them."""
        threads = self._own_threads if parameters.own_thread else self.main_thread
        return threads.create(functools.partial(self._create_one, parameters), count)

    def _create_one(self, parameters: ClientParameters, end: Optional[threading.Event]) -> int:
        client = self._class(timeout=self._timeout, **parameters.arguments())
        if end is not None:
            # Like the threads of the pymilvus guide: the thread that creates a client uses it.
            client.list_collections(timeout=self._timeout)
        number = self._agent.observer.id_of(client)
        if number is None:
            raise Refused("the client was created, but the agent did not see it")
        self._clients[number] = client
        self._parameters[number] = parameters
        if end is not None:
            self._thread_ends[number] = end
        return number
