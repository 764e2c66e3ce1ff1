"""One client is handed to the threads of a pool, and closed when they have ended.

on: D F
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(client.list_collections) for _ in range(32)]:
            done.result()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
