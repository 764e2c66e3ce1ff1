"""A server that never answers: a second constructor returns at once all the same.

on: D E
servers: silent
must: warning never ready
must: error failed connection in first
note: unclosed client
note: failed calls
options: --leak-after 0.3
"""

import sys
import threading
import time

from pymilvus import MilvusClient, connections

SECONDS = 6


def first(uri: str) -> None:
    try:
        MilvusClient(uri, timeout=SECONDS)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    thread = threading.Thread(target=first, args=(uri,))
    thread.start()
    while not any(handler is not None for _, handler in connections.list_connections()):
        time.sleep(0.01)
    client = MilvusClient(uri, timeout=SECONDS)
    try:
        client.list_collections(timeout=1)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
