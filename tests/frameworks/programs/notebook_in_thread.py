# mypy: ignore-errors
"""A notebook makes its async client in a cell, and uses it in asyncio.run() in a thread.

on: 2.6.3
must: error wrong event loop
note: unclosed client
"""

# %%
import asyncio
import os
import threading

from pymilvus import AsyncMilvusClient

# %%
client = AsyncMilvusClient(os.environ["MILVUS_URI"])


# %%
async def main() -> None:
    try:
        await asyncio.wait_for(client.drop_collection("none_such", timeout=2), 4)
    except Exception as error:
        print(type(error).__name__)  # noqa: T201


thread = threading.Thread(target=asyncio.run, args=(main(),))
thread.start()
thread.join()
