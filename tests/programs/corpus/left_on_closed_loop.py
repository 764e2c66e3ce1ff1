"""Three times asyncio.run(), each leaving its client unclosed.

on: A E F
must: warning wrong event loop x3 in main
note: unclosed client
"""

import asyncio
import sys
from typing import Any

from pymilvus import AsyncMilvusClient

clients: list[Any] = []


async def main(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    await client.drop_collection("none_such")
    clients.append(client)


if __name__ == "__main__":
    for _ in range(3):
        asyncio.run(main(*sys.argv[1:]))
