# CURED: makes the client in the loop that uses it, and closes it there.
import asyncio
import os
from pymilvus import AsyncMilvusClient

client = None


async def handler(number):
    try:
        await asyncio.wait_for(client.search("docs", data=[[0.1, 0.2, 0.3, 0.4]], limit=1), 3)
        return "ok"
    except Exception as error:
        return "different loop" if "different loop" in str(error) else type(error).__name__


async def serve():
    global client
    client = AsyncMilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
    try:
        return await asyncio.gather(*(handler(n) for n in range(3)))
    finally:
        await client.close()


print(asyncio.run(serve()))
