"""Eight connections that were to add throughput share one socket.

on: D F
must: note false separation x8
"""

import sys
import time

import pymilvus
from pymilvus import MilvusClient

MANAGER = tuple(map(int, pymilvus.__version__.split(".")[:3])) >= (2, 6, 10)


def main(uri: str) -> None:
    own = [{"dedicated": True} if MANAGER else {"alias": f"a{number}"} for number in range(8)]
    clients = [MilvusClient(uri, **each) for each in own]
    for client in clients:
        client.list_collections()
    time.sleep(4)
    for client in clients:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
