"""Clients in a threading.local, gone with their threads and never closed.

on: D F
must: warning leaked alias x2 in mine
note: false separation
options: --leak-after 0.3
"""

import gc
import sys
import threading
import time
from typing import Any

import pymilvus
from pymilvus import MilvusClient

MANAGER = tuple(map(int, pymilvus.__version__.split(".")[:3])) >= (2, 6, 10)
local = threading.local()


def mine(uri: str) -> Any:
    if not hasattr(local, "client"):
        own = {"dedicated": True} if MANAGER else {"alias": f"t{threading.get_ident()}"}
        local.client = MilvusClient(uri, **own)
    return local.client


def work(uri: str, together: threading.Barrier) -> None:
    together.wait()
    mine(uri).list_collections()
    together.wait()


def main(uri: str) -> None:
    together = threading.Barrier(2)
    threads = [threading.Thread(target=work, args=(uri, together)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()
    time.sleep(0.8)


if __name__ == "__main__":
    main(*sys.argv[1:])
