"""The short life of a program that uses much of pymilvus, and returns the result of each call."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from typing import Any


def outcome(call: Any) -> str:
    """Return the result of a call, or the class and message of its exception."""
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
    """Create, share, use, close and drop clients; takes some tens of milliseconds."""
    from pymilvus import MilvusClient, connections, utility

    class Store(MilvusClient):  # type: ignore[misc]
        pass

    results = []
    first, second = MilvusClient(uri), Store(uri=uri)
    results += [outcome(first.list_collections), outcome(second.list_databases)]
    results += [outcome(lambda: first.describe_collection("none_such"))]
    results += [outcome(lambda: first.describe_collection(5))]
    results.append(outcome(lambda: first.use_database("default")))
    thread = threading.Thread(target=lambda: results.append(outcome(second.list_collections)))
    thread.start()
    thread.join()
    results.append(outcome(first.close))
    results += [outcome(first.list_collections), outcome(second.list_collections)]
    MilvusClient(uri, token="dropped:secret")
    gc.collect()
    results.append(outcome(lambda: asyncio.run(_async_client(uri))))
    connections.connect("life", uri=uri)
    results.append(outcome(lambda: utility.list_collections(using="life")))
    results.append(outcome(lambda: connections.disconnect("life")))
    results.append(outcome(lambda: MilvusClient("ftp://nowhere")))
    time.sleep(0.06)  # longer than the agent's interval, 50 ms
    results.append(outcome(second.close))
    return results
