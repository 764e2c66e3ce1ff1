"""The alias is connected before a fork, and used in the child.

on: 2.5.18 3.0.2
must: error used after fork in task
"""

import multiprocessing
import sys

from pymilvus import connections, utility


def task() -> None:
    try:
        utility.list_collections(timeout=2)
    except Exception:
        pass


def main(uri: str) -> None:
    connections.connect(uri=uri)
    for _ in range(6):  # gRPC may end a child by a signal before its first line, watched or not
        child = multiprocessing.get_context("fork").Process(target=task)
        child.start()
        child.join(8)
        child.kill()
        child.join()
        if child.exitcode == 0:
            break
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
