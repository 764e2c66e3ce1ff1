"""A thread without an event loop creates an async client, which needs one up to 2.6.9.

on: B E
must: error failed connection in work
"""

import sys
import threading

from pymilvus import AsyncMilvusClient


def work(uri: str) -> None:
    try:
        AsyncMilvusClient(uri)
    except RuntimeError:
        pass
    else:
        raise SystemExit("this thread has an event loop")


def main(uri: str) -> None:
    thread = threading.Thread(target=work, args=(uri,))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
