"""A spawned worker connects the alias itself, in the pool's initializer.

on: D F
"""

import multiprocessing
import sys

from pymilvus import connections, utility


def connect(uri: str) -> None:
    connections.connect(uri=uri)


def work(name: str) -> bool:
    return bool(utility.has_collection(name))


def main(uri: str) -> None:
    connect(uri)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, initializer=connect, initargs=(uri,)) as pool:
        pool.map(work, ["none_such"])
        pool.close()
        pool.join()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
