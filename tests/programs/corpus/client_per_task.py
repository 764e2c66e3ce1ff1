"""Tasks of a thread pool make a client each and close it; they overlap.

on: D F
must: error collateral close in task on D
note: idle connection
"""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from pymilvus import MilvusClient, MilvusException

first_is_done, second_is_in = threading.Event(), threading.Event()


def task(uri: str, number: int) -> None:
    if number == 0:
        second_is_in.wait(10)
    client = MilvusClient(uri)
    client.list_collections()
    if number == 1:
        second_is_in.set()
        first_is_done.wait(10)
        with suppress(MilvusException):
            client.list_collections()
    client.close()
    first_is_done.set()


def main(uri: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: task(uri, number), range(2)))


if __name__ == "__main__":
    main(*sys.argv[1:])
