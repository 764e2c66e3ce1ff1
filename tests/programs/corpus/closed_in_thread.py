"""A thread makes a client "of its own" and closes it when done, under the feet of the main one.

on: D F
must: error collateral close in work on D
"""

import sys
import threading

from pymilvus import MilvusClient, MilvusException


def work(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    client = MilvusClient(uri)
    thread = threading.Thread(target=work, args=(uri,), name="worker")
    thread.start()
    thread.join()
    try:
        client.list_collections()
    except MilvusException:
        client = MilvusClient(uri)
        client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
