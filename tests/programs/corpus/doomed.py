"""A server that never answers: a second thread's constructor returns at once all the same.

on: D E
servers: silent
must: warning doomed connection
note: unclosed client
options: --age 0.3
"""

import sys
import threading
import time

from pymilvus import MilvusClient


def first(uri: str) -> None:
    try:
        MilvusClient(uri, timeout=3)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def second(uri: str) -> None:
    client = MilvusClient(uri, timeout=3)
    try:
        client.list_collections(timeout=1)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    thread = threading.Thread(target=first, args=(uri,))
    thread.start()
    time.sleep(0.5)
    second(uri)
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
