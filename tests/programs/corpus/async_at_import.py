"""An async client made while the module is imported, and used in the loop of asyncio.run().

on: B C 2.5.18 2.6.3
must: error wrong event loop in <module>
note: unclosed client
note: failed calls
"""

import asyncio
import sys

from pymilvus import AsyncMilvusClient

client = AsyncMilvusClient(sys.argv[1])


async def main() -> None:
    for _ in range(2):
        try:
            await asyncio.wait_for(client.drop_collection("none_such", timeout=1), 2)
        except Exception as error:
            sys.stdout.write(f"{type(error).__name__}\n")


if __name__ == "__main__":
    asyncio.run(main())
