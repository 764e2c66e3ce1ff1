"""Three times asyncio.run(), each with a client of its own that is closed before it ends.

on: A C E F 2.5.18
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def main(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    try:
        await client.drop_collection("none_such")
    finally:
        await client.close()


if __name__ == "__main__":
    for _ in range(3):
        asyncio.run(main(*sys.argv[1:]))
