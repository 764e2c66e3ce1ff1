"""Tasks of a thread pool share a client, which is closed after the pool.

on: D F
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from pymilvus import MilvusClient


def main(uri: str) -> None:
    with closing(MilvusClient(uri)) as client, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: client.list_collections(), range(8)))


if __name__ == "__main__":
    main(*sys.argv[1:])
