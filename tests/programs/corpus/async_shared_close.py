"""Two tasks have an async client each, of the same; the first to end closes it.

on: D F
must: error collateral close in task on D E
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def task(
    uri: str, ready: asyncio.Semaphore, mine: asyncio.Event, others: asyncio.Event
) -> None:
    client = AsyncMilvusClient(uri)
    await client.drop_collection("none_such")
    ready.release()
    await mine.wait()
    try:
        await client.drop_collection("none_such")
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    await client.close()
    others.set()


async def main(uri: str) -> None:
    ready, first, second = asyncio.Semaphore(0), asyncio.Event(), asyncio.Event()
    tasks = [
        asyncio.create_task(task(uri, ready, first, second), name="quick"),
        asyncio.create_task(task(uri, ready, second, first), name="slow"),
    ]
    for _ in tasks:
        await ready.acquire()
    first.set()
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
