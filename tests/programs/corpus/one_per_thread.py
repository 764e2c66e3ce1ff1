"""Each thread has a client with an alias of its own, and closes it: what the guide advises.

on: B D
note: false separation
"""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from pymilvus import MilvusClient

THREADS = 4


def work(uri: str, together: threading.Barrier) -> None:
    client = MilvusClient(uri, alias=f"worker-{threading.get_ident()}")
    together.wait()
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    together = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, uri, together) for _ in range(THREADS)]:
            done.result()


if __name__ == "__main__":
    main(*sys.argv[1:])
