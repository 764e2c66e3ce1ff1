"""An async client made in one asyncio.run() and used in the next.

on: D F 2.5.18
must: error wrong event loop in make
note: unclosed client
"""

import asyncio
import sys
from typing import Any

from pymilvus import AsyncMilvusClient

clients: list[Any] = []


async def make(uri: str) -> None:
    clients.append(AsyncMilvusClient(uri))
    await clients[0].drop_collection("none_such")


async def use() -> None:
    try:
        await clients[0].drop_collection("none_such", timeout=1)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


if __name__ == "__main__":
    asyncio.run(make(sys.argv[1]))
    asyncio.run(use())
