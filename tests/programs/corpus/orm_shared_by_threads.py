"""Threads share the alias, and the main thread disconnects it when all have ended.

on: A D F
"""

import sys
import threading

from pymilvus import connections, utility


def job() -> None:
    for _ in range(3):
        utility.list_collections()


def main(uri: str) -> None:
    connections.connect(uri=uri)
    threads = [threading.Thread(target=job) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
