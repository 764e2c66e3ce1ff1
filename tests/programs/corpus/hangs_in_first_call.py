"""The first call of an async client, to a server that never answers: its timeout= does not help.

on: B E
servers: silent
must: error hanging connection in ask
"""

import asyncio
import contextlib
import sys

from pymilvus import AsyncMilvusClient

SECONDS = 4


async def ask(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(client.search("books", [[0.5]], timeout=1), SECONDS)
    await client.close()


def main(uri: str) -> None:
    asyncio.run(ask(uri))


if __name__ == "__main__":
    main(*sys.argv[1:])
