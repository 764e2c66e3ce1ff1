# CURED: awaits close().
import asyncio
import os

from pymilvus import AsyncMilvusClient


async def main():
    client = AsyncMilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
    print(len(await client.list_collections()) >= 0)
    await client.close()


asyncio.run(main())
