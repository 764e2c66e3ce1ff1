# TRUTH: pymilvus#3099 (2.6.5 to 2.6.9). A synchronous function makes an AsyncMilvusClient: "no running event loop". Cure: make it in a coroutine, or use MilvusClient there.
import asyncio
import os

from pymilvus import AsyncMilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"


def make_store():
    return AsyncMilvusClient(uri=URI)


def main():
    try:
        store = make_store()
        print("made")
        return asyncio.run(store.list_collections())
    except Exception as error:
        print(type(error).__name__, "event loop" in str(error))


main()
