"""The alias is connected in each child, after the fork, and in the parent when they have ended.

on: 2.5.18 3.0.2
"""

import multiprocessing
import sys

from pymilvus import connections, utility


def task(uri: str) -> None:
    connections.connect(uri=uri)
    utility.list_collections()
    connections.disconnect("default")


def main(uri: str) -> None:
    context = multiprocessing.get_context("fork")
    for _ in range(2):
        child = context.Process(target=task, args=(uri,))
        child.start()
        child.join()
    task(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
