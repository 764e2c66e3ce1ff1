# mypy: ignore-errors
"""A script runs again and again, each time in a thread with a loop of its own, and keeps a client.

on: 2.6.3
must: error wrong event loop in cached
note: unclosed client
"""

import asyncio
import sys
import threading
from functools import cache

from pymilvus import AsyncMilvusClient


@cache
def cached(uri: str) -> AsyncMilvusClient:
    return AsyncMilvusClient(uri)


def script(uri: str) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(cached(uri).drop_collection("none_such", timeout=2))
        sys.stdout.write("dropped\n")
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    finally:
        loop.close()


if __name__ == "__main__":
    for number in range(3):
        thread = threading.Thread(target=script, args=(sys.argv[1],), name=f"script {number}")
        thread.start()
        thread.join()
