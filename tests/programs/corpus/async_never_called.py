"""An AsyncMilvusClient is made in the loop beside a sync one, and never called: no connection.

on: F 3.0.2
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient, MilvusClient


async def main(uri: str) -> None:
    store = MilvusClient(uri), AsyncMilvusClient(uri)
    store[0].list_collections()
    store[0].close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
