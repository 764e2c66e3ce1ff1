"""A spawned worker leaves an alias behind; the parent does nothing wrong.

on: D F
must: warning leaked alias in work on D
must: warning leaked alias in work on F
options: --leak-after 0.3
"""

import gc
import multiprocessing
import sys
import time

import pymilvus
from pymilvus import MilvusClient

MANAGER = tuple(map(int, pymilvus.__version__.split(".")[:3])) >= (2, 6, 10)


def work(uri: str) -> None:
    own = {"dedicated": True} if MANAGER else {"alias": "worker"}
    MilvusClient(uri, **own).list_collections()
    gc.collect()
    time.sleep(0.8)


def main(uri: str) -> None:
    client = MilvusClient(uri)
    process = multiprocessing.get_context("spawn").Process(target=work, args=(uri,))
    process.start()
    process.join()
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
