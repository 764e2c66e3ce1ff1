# TRUTH: pymilvus#3087, llama_index#20313 (2.5.13 to 2.6.3). Two tests, each in an event loop of its own, make an AsyncMilvusClient with the same URI and close none: the second gets the first one's connection, "Event loop is closed". Cure: await client.close() at the end of each.
import asyncio
import os
from pymilvus import AsyncMilvusClient, MilvusException

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"


async def search(client):
    try:
        await client.search("docs", data=[[0.1] * 4], limit=1, timeout=3)
    except MilvusException as error:
        if "docs" not in str(error):  # nothing was put into it yet
            raise


async def first_test():
    client = AsyncMilvusClient(uri=URI)
    await search(client)


async def second_test():
    client = AsyncMilvusClient(uri=URI)
    await search(client)


for test in (first_test, second_test):
    try:
        asyncio.run(test())
        print(test.__name__, "passed")
    except Exception as error:
        print(test.__name__, "Event loop is closed" in str(error), type(error).__name__)
