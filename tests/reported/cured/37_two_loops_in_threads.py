# CURED: each loop has a client of its own.
import asyncio
import os
import threading
from pymilvus import AsyncMilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
said = []


def bridge():
    async def call():
        client = AsyncMilvusClient(uri=URI)
        try:
            await asyncio.wait_for(client.search("docs", data=[[0.1] * 4], limit=1), 4)
            return "ok"
        except Exception as error:
            return "different loop" if "different loop" in str(error) else type(error).__name__
        finally:
            await client.close()

    said.append(asyncio.run(call()))


async def main():
    client = AsyncMilvusClient(uri=URI)
    try:
        await client.search("docs", data=[[0.1] * 4], limit=1)
    except Exception as error:
        said.append(type(error).__name__)
    await asyncio.to_thread(bridge)
    await client.close()


asyncio.run(main())
print(said)
