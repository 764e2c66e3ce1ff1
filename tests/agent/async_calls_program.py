"""A program that watches itself, and whose async call is repeated: `async_calls_program.py URI`.

It prints, as a line of JSON after each step, what its agent knows of its connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

from calls_program import is_repeated, show  # type: ignore[import-not-found]
from parts.gate import Gate  # type: ignore[import-not-found]
from pymilvus import AsyncMilvusClient


async def main(uri: str) -> None:
    gate = Gate(uri)
    client = AsyncMilvusClient(gate.uri)
    await client.list_collections()
    gate.shut()
    call = asyncio.create_task(client.list_collections())
    while not call.done() and not is_repeated():  # noqa: ASYNC110 - nothing tells of a try
        await asyncio.sleep(0.01)
    show("waiting")
    gate.open()
    with contextlib.suppress(Exception):
        await call
    show("over")
    await client.close()


asyncio.run(main(*sys.argv[1:]))
