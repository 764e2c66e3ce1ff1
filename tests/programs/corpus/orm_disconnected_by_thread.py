"""Threads share the alias, and the first one that is ready disconnects it.

on: A D F
must: error collateral close in job
"""

import sys
import threading

from pymilvus import MilvusException, connections, utility

used, ended = threading.Barrier(3), threading.Event()


def job(number: int) -> None:
    utility.list_collections()
    used.wait()
    if number == 0:
        connections.disconnect("default")
        ended.set()
        return
    ended.wait()
    try:
        utility.list_collections()
    except MilvusException:
        pass


def main(uri: str) -> None:
    connections.connect(uri=uri)
    threads = [threading.Thread(target=job, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
