# TRUTH: pymilvus#2496. close() of an AsyncMilvusClient is a coroutine, and nobody awaits it: "coroutine … was never awaited", and the connection is open when its event loop is closed. Cure: await client.close().
import asyncio
import os

from pymilvus import AsyncMilvusClient


async def main():
    client = AsyncMilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
    print(len(await client.list_collections()) >= 0)
    client.close()


asyncio.run(main())
