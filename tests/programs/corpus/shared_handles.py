"""Requests make clients that share the main one's connection and let them go, and only the main
one is closed: where they share, closing them would break it.

on: D F
note: unclosed client
options: --leak-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


def request(uri: str) -> None:
    MilvusClient(uri).list_collections()


def main(uri: str) -> None:
    client = MilvusClient(uri)
    for _ in range(5):
        request(uri)
    gc.collect()
    time.sleep(0.6)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
