"""A thread creates and uses an async client in an event loop of its own.

on: B E 3.0.2
"""

import asyncio
import sys
import threading

from pymilvus import AsyncMilvusClient


async def ask(uri: str) -> None:
    client = AsyncMilvusClient(uri)
    try:
        await client.get_load_state("no_such_collection", timeout=5)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    await client.close()


def main(uri: str) -> None:
    thread = threading.Thread(target=asyncio.run, args=(ask(uri),))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
