"""A sync and an async client beside each other, both closed.

on: A D F
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient, MilvusClient


async def main(uri: str) -> None:
    sync, other = MilvusClient(uri), AsyncMilvusClient(uri)
    await other.drop_collection("none_such")
    await asyncio.to_thread(sync.list_collections)
    await other.close()
    sync.list_collections()
    sync.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
