# CURED: the address is that of a server, and the client is closed in its loop.
import asyncio
import os
import time
from pymilvus import AsyncMilvusClient


async def main():
    start = time.time()
    try:
        client = AsyncMilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", token="a:b")
        print("made")
        await asyncio.wait_for(client.list_collections(timeout=3), float(os.environ.get("LIMIT", "20")))
        await client.close()
    except Exception as error:
        print(type(error).__name__)
    print("over in time:", time.time() - start < 6)


asyncio.run(main())
