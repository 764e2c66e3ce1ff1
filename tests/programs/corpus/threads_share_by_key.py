"""Each thread makes a client of the same, none closes it; the main one does when all are done.

on: D F
note: unclosed client
options: --leak-after 0.3
"""

import gc
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from pymilvus import MilvusClient


def work(uri: str, together: threading.Barrier) -> None:
    client = MilvusClient(uri)
    together.wait()
    client.list_collections()


def main(uri: str) -> None:
    client = MilvusClient(uri)
    together = threading.Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, [uri] * 6, [together] * 6))
    gc.collect()
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
