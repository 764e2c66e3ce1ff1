"""Runs an `AsyncMilvusClient` in each of several event loops of `asyncio.run`."""

from __future__ import annotations

import asyncio
import gc
import secrets
import threading
from typing import Any, Awaitable, Dict, List, Optional

from milvus_tui.agent.registries.resolution import error_text


def run_loops(arguments: Dict[str, Any], count: int, timeout: float) -> Dict[str, Any]:
    """Create a client in each of several loops, one after the other, and list collections with it.

    Each later loop also calls the client of the first loop. No client is closed.

    Args:
        arguments: for `AsyncMilvusClient`.
        count: how many event loops.
        timeout: seconds that a call may take.

    Returns:
        `available`: whether this release has an `AsyncMilvusClient`; if so,
        `each`: for each loop, an empty string or the error of its own client; `first`: the
        same for the first client in each later loop; `left`: how many connections or
        managers pymilvus keeps for them afterwards.
    """
    import pymilvus

    client_class = getattr(pymilvus, "AsyncMilvusClient", None)
    if client_class is None:
        return {"available": False}
    before = _count_kept()
    loops = _Loops(client_class, arguments, timeout)
    # A new thread: the caller's thread may have a loop, and keeps none of these.
    thread = threading.Thread(target=loops.run, args=(count,), name="loops")
    thread.start()
    thread.join()
    left = _count_kept() - before
    found = {"available": True, "each": loops.each, "first": loops.first, "left": left}
    del loops
    gc.collect()
    return found


class _Loops:
    """Runs event loops, one after the other, and keeps the results of the calls."""

    def __init__(self, client_class: Any, arguments: Dict[str, Any], timeout: float) -> None:
        self._class = client_class
        self._arguments = arguments
        self._timeout = timeout
        self._clients: List[Any] = []
        self.each: List[str] = []
        self.first: List[str] = []

    def run(self, count: int) -> None:
        for _ in range(count):
            asyncio.run(self._run_one())

    async def _run_one(self) -> None:
        try:
            client = self._class(**self._arguments)
        except Exception as error:
            self.each.append(_error_line(error))
            return
        self._clients.append(client)
        self.each.append(await self._call(client))
        if len(self._clients) > 1:
            self.first.append(await self._call(self._clients[0]))

    async def _call(self, client: Any) -> str:
        try:
            await asyncio.wait_for(_harmless_call(client, self._timeout), self._timeout * 2)
        except Exception as error:
            return _error_line(error)
        return ""


def _error_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error_text(error)}"


def _harmless_call(client: Any, timeout: float) -> Awaitable[Any]:
    """A call to the server that changes nothing."""
    if hasattr(client, "list_collections"):
        calling: Awaitable[Any] = client.list_collections(timeout=timeout)
        return calling
    # Up to 2.5.18 the async client has no list_collections. Dropping a collection that does
    # not exist is no error.
    dropping: Awaitable[Any] = client.drop_collection(
        f"never_{secrets.token_hex(8)}", timeout=timeout
    )
    return dropping


def _count_kept() -> int:
    """How many connections or managers of async clients pymilvus keeps now."""
    try:
        from pymilvus.client.connection_manager import AsyncConnectionManager
    except ImportError:
        from pymilvus.orm.connections import connections

        handlers: Optional[Dict[str, Any]] = getattr(connections, "_alias_handlers", None)
        if handlers is None:
            handlers = connections._connected_alias
        return sum(type(each).__name__.startswith("Async") for each in handlers.values())
    return len(AsyncConnectionManager._instances)
