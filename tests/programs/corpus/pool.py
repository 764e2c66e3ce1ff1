"""A pool of clients with connections of their own, lent to threads and closed at the end.

on: D F
note: false separation
"""

import queue
import sys
from concurrent.futures import ThreadPoolExecutor

import pymilvus
from pymilvus import MilvusClient

SIZE = 3
MANAGER = tuple(map(int, pymilvus.__version__.split(".")[:3])) >= (2, 6, 10)


class Pool:
    def __init__(self, uri: str) -> None:
        self._free: queue.Queue[MilvusClient] = queue.Queue()
        for number in range(SIZE):
            own = {"dedicated": True} if MANAGER else {"alias": f"pool-{number}"}
            self._free.put(MilvusClient(uri, **own))

    def use(self, _: int) -> None:
        client = self._free.get()
        try:
            client.list_collections()
        finally:
            self._free.put(client)

    def close(self) -> None:
        for _ in range(SIZE):
            self._free.get().close()


def main(uri: str) -> None:
    pool = Pool(uri)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(pool.use, range(40)))
    pool.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
