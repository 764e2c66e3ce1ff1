# CURED: the client is made, used and closed in a coroutine.
import asyncio
import os

from pymilvus import AsyncMilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"


async def list_collections():
    store = AsyncMilvusClient(uri=URI)
    try:
        return await store.list_collections()
    finally:
        await store.close()


def main():
    try:
        print("made", len(asyncio.run(list_collections())) >= 0)
    except Exception as error:
        print(type(error).__name__, "event loop" in str(error))


main()
