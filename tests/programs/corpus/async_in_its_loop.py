"""An async client made before its loop runs, and used in that very loop.

on: C 2.5.18 F
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient


async def main(client: AsyncMilvusClient) -> None:
    await client.drop_collection("none_such")
    await client.close()


if __name__ == "__main__":
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main(AsyncMilvusClient(sys.argv[1])))
    loop.close()
