"""One async client, used by many tasks and closed in its event loop.

on: A D 2.5.18 F
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def main(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    await asyncio.gather(*(client.drop_collection("none_such") for _ in range(8)))
    await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
