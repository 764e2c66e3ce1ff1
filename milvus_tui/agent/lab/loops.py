"""`AsyncMilvusClient` in several event loops, one after the other, as `asyncio.run` makes them."""

from __future__ import annotations

import asyncio
import gc
import secrets
import threading
from typing import Any, Awaitable, Dict, List, Optional

from milvus_tui.agent.registries.common import error_words


def run_loops(arguments: Dict[str, Any], count: int, close: bool, timeout: float) -> Dict[str, Any]:
    """Make a client with the same arguments in each loop and list collections with it.

    The first loop's client is called again in each later loop.

    Args:
        arguments: for `AsyncMilvusClient`.
        count: how many event loops.
        close: whether each client is closed in its own loop.
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
    before = _kept()
    clients: List[Any] = []
    each: List[str] = []
    first: List[str] = []

    async def call(client: Any) -> str:
        try:
            await asyncio.wait_for(_harmless_call(client, timeout), timeout * 2)
        except Exception as error:
            return f"{type(error).__name__}: {error_words(error)}"
        return ""

    async def one_loop() -> None:
        try:
            client = client_class(**arguments)
        except Exception as error:
            each.append(f"{type(error).__name__}: {error_words(error)}")
            return
        clients.append(client)
        each.append(await call(client))
        if len(clients) > 1:
            first.append(await call(clients[0]))
        if close and len(clients) > 1:
            await client.close()

    # A thread of its own: the caller's may have a loop, and none is to be left behind.
    def run() -> None:
        for _ in range(count):
            asyncio.run(one_loop())

    thread = threading.Thread(target=run, name="loops")
    thread.start()
    thread.join()
    left = _kept() - before
    clients.clear()
    gc.collect()
    return {"available": True, "each": each, "first": first, "left": left}


def _harmless_call(client: Any, timeout: float) -> Awaitable[Any]:
    """A call to the server that changes nothing there."""
    if hasattr(client, "list_collections"):
        calling: Awaitable[Any] = client.list_collections(timeout=timeout)
        return calling
    # Up to 2.5.18 the async client cannot list. Dropping what cannot be there is no error.
    dropping: Awaitable[Any] = client.drop_collection(
        f"never_{secrets.token_hex(8)}", timeout=timeout
    )
    return dropping


def _kept() -> int:
    """How many connections or managers for async clients pymilvus holds now."""
    from pymilvus.orm.connections import connections

    try:
        from pymilvus.client.connection_manager import AsyncConnectionManager
    except ImportError:
        handlers: Optional[Dict[str, Any]] = getattr(connections, "_alias_handlers", None)
        if handlers is None:
            handlers = connections._connected_alias
        return sum(type(each).__name__.startswith("Async") for each in handlers.values())
    return len(AsyncConnectionManager._instances)
