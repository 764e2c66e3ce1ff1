# CURED: each test closes its client.
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
    try:
        await search(client)
    finally:
        await client.close()


async def second_test():
    client = AsyncMilvusClient(uri=URI)
    try:
        await search(client)
    finally:
        await client.close()


for test in (first_test, second_test):
    try:
        asyncio.run(test())
        print(test.__name__, "passed")
    except Exception as error:
        print(test.__name__, "Event loop is closed" in str(error), type(error).__name__)
