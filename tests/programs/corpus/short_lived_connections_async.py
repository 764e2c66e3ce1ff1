"""asyncio.run() for each request, each with a client of its own that is closed.

on: A D F
must: warning short-lived connections in request
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def request(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    await client.drop_collection("none_such")
    await client.close()


if __name__ == "__main__":
    for _ in range(12):
        asyncio.run(request(sys.argv[1]))
