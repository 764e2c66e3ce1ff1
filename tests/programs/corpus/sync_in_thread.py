"""Coroutines that give their calls of a MilvusClient to a thread.

on: A D F
"""

import asyncio
import sys

from pymilvus import MilvusClient


async def heartbeat() -> None:
    for _ in range(1_000):
        await asyncio.sleep(0.05)


async def main(uri: str) -> None:
    pulse = asyncio.create_task(heartbeat())
    client = await asyncio.to_thread(MilvusClient, uri)
    for _ in range(5):
        await asyncio.to_thread(client.list_collections)
    await asyncio.to_thread(client.close)
    pulse.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
