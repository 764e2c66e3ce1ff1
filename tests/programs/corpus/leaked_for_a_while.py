"""An alias is left behind, and taken up and closed by a later client: a leak that is over.

on: D
must: warning leaked alias in first
options: --leak-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


def first(uri: str) -> None:
    MilvusClient(uri, alias="nightly").list_collections()


def later(uri: str) -> None:
    client = MilvusClient(uri, alias="nightly")
    client.list_collections()
    client.close()


if __name__ == "__main__":
    first(sys.argv[1])
    gc.collect()
    time.sleep(0.8)
    later(sys.argv[1])
