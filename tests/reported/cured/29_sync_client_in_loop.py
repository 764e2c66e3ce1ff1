# CURED: the constructor runs in another thread, and the address is that of a server.
import asyncio
import os
import time
from pymilvus import MilvusClient

gaps = []


async def heartbeat():
    last = time.monotonic()
    while True:
        await asyncio.sleep(0.05)
        gaps.append(time.monotonic() - last - 0.05)
        last = time.monotonic()


def request():
    try:
        MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=3)
    except Exception as error:
        return type(error).__name__


async def main():
    pulse = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.2)
    print(await asyncio.to_thread(request))
    await asyncio.sleep(0.2)
    pulse.cancel()
    print("loop stood still for more than 2 s:", max(gaps) > 2)


asyncio.run(main())
