# CURED: all tasks use one client, which is closed when they have ended.
import asyncio
import os
from pymilvus import AsyncMilvusClient, MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
NAME = f"docs_{os.getpid()}"


async def resources_of(client, user):
    try:
        for _ in range(3):
            await client.search(NAME, data=[[0.1] * 4], limit=1)
            await asyncio.sleep(0.05 * user)
        return "ok"
    except Exception as error:
        return type(error).__name__


async def main():
    client = AsyncMilvusClient(uri=URI)
    try:
        return await asyncio.gather(*(resources_of(client, user) for user in range(1, 6)))
    finally:
        await client.close()


admin = MilvusClient(uri=URI)
admin.create_collection(NAME, dimension=4)
print(asyncio.run(main()))
admin.drop_collection(NAME)
admin.close()
