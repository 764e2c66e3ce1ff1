# mypy: ignore-errors
"""A script runs again and again in new threads, and hands its coroutines to one loop in a thread.

on: 2.6.3
"""

import asyncio
import sys
import threading
from typing import Any

from pymilvus import AsyncMilvusClient

loop = asyncio.new_event_loop()


def run(coroutine: Any) -> Any:
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result(20)


async def make(uri: str) -> AsyncMilvusClient:
    return AsyncMilvusClient(uri)


def script(client: AsyncMilvusClient) -> None:
    run(client.drop_collection("none_such", timeout=2))
    sys.stdout.write("dropped\n")


if __name__ == "__main__":
    background = threading.Thread(target=loop.run_forever)
    background.start()
    client = run(make(sys.argv[1]))
    for _ in range(3):
        thread = threading.Thread(target=script, args=(client,))
        thread.start()
        thread.join()
    run(client.close())
    loop.call_soon_threadsafe(loop.stop)
    background.join()
    loop.close()
