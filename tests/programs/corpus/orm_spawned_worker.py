"""A spawned worker uses the alias that only its parent has connected.

on: D F
must: error alias not connected in work
"""

import multiprocessing
import sys

from pymilvus import MilvusException, connections, utility


def work(name: str) -> bool:
    try:
        return bool(utility.has_collection(name))
    except MilvusException:
        return False


def main(uri: str) -> None:
    connections.connect(uri=uri)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.map(work, ["none_such"])
        pool.close()
        pool.join()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
