"""A subclass whose object is let go unclosed; each leaves its alias behind.

on: D
must: warning leaked alias
options: --leak-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


class Store(MilvusClient):  # type: ignore[misc]
    def __init__(self, uri: str) -> None:
        super().__init__(uri=uri)


def lookup(uri: str) -> None:
    Store(uri).list_collections()


if __name__ == "__main__":
    lookup(sys.argv[1])
    gc.collect()
    time.sleep(0.8)
