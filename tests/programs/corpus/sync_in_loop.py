"""Coroutines that call a MilvusClient, while others wait for their turn in the same loop.

on: A D F
servers: silent one
must: warning blocked event loop in request
must: error failed connection in request
note: blocked event loop
note: never ready
"""

import asyncio
import sys

from pymilvus import MilvusClient


async def heartbeat() -> None:
    for _ in range(1_000):
        await asyncio.sleep(0.05)


async def request(uri: str) -> None:
    try:
        MilvusClient(uri, timeout=1.3)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


async def main() -> None:
    pulse = asyncio.create_task(heartbeat())
    await asyncio.sleep(0)
    await request(sys.argv[1])
    pulse.cancel()


if __name__ == "__main__":
    asyncio.run(main())
