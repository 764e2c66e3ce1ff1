"""Workers by spawn and by forkserver, each with a client of its own that it closes.

on: D F
"""

import multiprocessing
import sys

from pymilvus import MilvusClient


def work(uri: str) -> int:
    client = MilvusClient(uri)
    try:
        return len(client.list_collections())
    finally:
        client.close()


def main(uri: str) -> None:
    for method in ("spawn", "forkserver"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            pool.map(work, [uri] * 2)
            pool.close()
            pool.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
