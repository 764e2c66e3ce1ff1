"""A right login beside an empty token, which is no login in any release.

on: 2.5.18 E
servers: login
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def main(uri: str) -> None:
    client = AsyncMilvusClient(uri, user="root", password="Milvus", token="")
    await client.drop_collection("none_such")
    await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
