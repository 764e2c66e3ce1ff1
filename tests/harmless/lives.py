"""A short life of a program with many things of pymilvus in it; what came of each is returned."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from typing import Any


def outcome(call: Any) -> str:
    """What a call gave, or the class and message of what it raised."""
    try:
        return str(call())
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:60]}"


async def _async_client(uri: str) -> str:
    from pymilvus import AsyncMilvusClient

    client = AsyncMilvusClient(uri)
    await client.drop_collection("none_such")
    await client.close()
    return "closed"


def life(uri: str) -> list[str]:
    """Make, share, use, close and drop clients; takes some tens of milliseconds."""
    from pymilvus import MilvusClient, connections, utility

    class Store(MilvusClient):  # type: ignore[misc]
        pass

    said = []
    first, second = MilvusClient(uri), Store(uri=uri)
    said += [outcome(first.list_collections), outcome(second.list_databases)]
    said.append(outcome(lambda: first.use_database("default")))
    thread = threading.Thread(target=lambda: said.append(outcome(second.list_collections)))
    thread.start()
    thread.join()
    said.append(outcome(first.close))
    said += [outcome(first.list_collections), outcome(second.list_collections)]
    MilvusClient(uri, token="dropped:secret")
    gc.collect()
    said.append(outcome(lambda: asyncio.run(_async_client(uri))))
    connections.connect("life", uri=uri)
    said.append(outcome(lambda: utility.list_collections(using="life")))
    said.append(outcome(lambda: connections.disconnect("life")))
    said.append(outcome(lambda: MilvusClient("ftp://nowhere")))
    time.sleep(0.06)  # the agent looks each 50 ms
    said.append(outcome(second.close))
    return said
