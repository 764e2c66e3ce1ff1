# TRUTH: milvus#43548 (2.5.x). Each task makes an AsyncMilvusClient for its user and closes it at its end; the clients share a connection, so that the first close() takes it from the tasks that still work: "should create connection first". Cure: one client for all tasks, closed at the end.
import asyncio
import os
from pymilvus import AsyncMilvusClient, MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
NAME = f"docs_{os.getpid()}"


async def resources_of(user):
    client = AsyncMilvusClient(uri=URI)
    try:
        for _ in range(3):
            await client.search(NAME, data=[[0.1] * 4], limit=1)
            await asyncio.sleep(0.05 * user)
        return "ok"
    except Exception as error:
        return type(error).__name__
    finally:
        await client.close()


async def main():
    return await asyncio.gather(*(resources_of(user) for user in range(1, 6)))


admin = MilvusClient(uri=URI)
admin.create_collection(NAME, dimension=4)
print(asyncio.run(main()))
admin.drop_collection(NAME)
admin.close()
