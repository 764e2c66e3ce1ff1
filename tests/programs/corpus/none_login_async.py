"""A right login beside token=None, which some releases send as the text "None".

on: 2.5.18 E 2.6.17
servers: login
must: error refused calls in connect on D E
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


def connect(uri: str) -> AsyncMilvusClient:
    return AsyncMilvusClient(uri, user="root", password="Milvus", token=None)


async def main(uri: str) -> None:
    client = connect(uri)
    try:
        await client.drop_collection("none_such")
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
